import { type MouseEvent, useEffect, useRef, useState } from "react";
import type { Refused } from "../gql/outcomes.ts";
import { Banner } from "../ui/parts/Banner.tsx";
import { otherProblems } from "./problems.ts";

type Props = {
  refused: Refused | null;
  /** Paths of the form's fields, which show their problems themselves. */
  fields?: readonly string[];
};
type Faulty = { control: HTMLElement; label: string; problem: string };

/** Why an act was refused, on top of its form, with links to the fields; it takes the focus, so that everybody gets there. */
export function RefusedBanner({ refused, fields = [] }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [faulty, setFaulty] = useState<readonly Faulty[]>([]);
  useEffect(() => {
    if (refused === null) return;
    box.current?.focus();
    setFaulty(faultyFields(box.current?.closest("dialog, main") ?? document.body));
  }, [refused]);
  if (refused === null) return null;
  const others = otherProblems(refused, fields);
  const go = (event: MouseEvent, control: HTMLElement) => {
    event.preventDefault();
    control.focus();
  };
  return (
    <div ref={box} tabIndex={-1}>
      <Banner tone="bad" title={refused.message}>
        {others.length + faulty.length > 0 && (
          <ul>
            {faulty.map(({ control, label, problem }) => (
              <li key={control.id}>
                <a href={`#${control.id}`} onClick={(event) => go(event, control)}>
                  {label}
                </a>
                {problem && `：${problem}`}
              </li>
            ))}
            {others.map((problem) => (
              <li key={`${problem.path.join(".")} ${problem.code}`}>{problem.message}</li>
            ))}
          </ul>
        )}
      </Banner>
    </div>
  );
}

/** The controls that show a problem, by the first words of their labels: the mark 必須 follows as an element. */
function faultyFields(place: Element): Faulty[] {
  return Array.from(place.querySelectorAll<HTMLInputElement>("[aria-invalid]"), (control) => ({
    control,
    label: control.labels?.[0]?.firstChild?.textContent ?? control.id,
    problem: document.getElementById(`${control.id}-problem`)?.textContent ?? "",
  }));
}
