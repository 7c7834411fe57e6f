import { useEffect, useRef } from "react";
import type { Refused } from "../gql/outcomes.ts";
import { Banner } from "../ui/parts/Banner.tsx";
import { otherProblems } from "./problems.ts";

type Props = {
  refused: Refused | null;
  /** Paths of the form's fields, which show their problems themselves. */
  fields?: readonly string[];
};

/** Why an act was refused, on top of its form; it takes the focus, so that keyboard and screen reader get there. */
export function RefusedBanner({ refused, fields = [] }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused !== null) box.current?.focus();
  }, [refused]);
  if (refused === null) return null;
  const others = otherProblems(refused, fields);
  return (
    <div ref={box} tabIndex={-1}>
      <Banner tone="bad" title={refused.message}>
        {others.length > 0 && (
          <ul>
            {others.map((problem) => (
              <li key={`${problem.path.join(".")} ${problem.code}`}>{problem.message}</li>
            ))}
          </ul>
        )}
      </Banner>
    </div>
  );
}
