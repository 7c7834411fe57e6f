import { type MouseEvent, useEffect, useRef } from "react";

export type SummaryProblem = { key: string; label: string; message: string };
type Props = {
  title: string;
  problems: readonly SummaryProblem[];
  /** Move the focus to the field of a problem. */
  onGo: (key: string) => void;
  /** Takes the focus whenever this number goes up: when somebody has tried to go on. */
  attempt?: number;
};

/** What is wrong in a form, in one place on top, with links to the fields. */
export function ErrorSummary({ title, problems, onGo, attempt = 0 }: Props) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);
  if (problems.length === 0) return null;
  const go = (event: MouseEvent, key: string) => {
    event.preventDefault();
    onGo(key);
  };
  return (
    <section className="banner bad error-summary" aria-label={title} tabIndex={-1} ref={box}>
      <p className="banner-title">{title}</p>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.key} ${problem.message}`}>
            <a href={`#at-${problem.key}`} onClick={(event) => go(event, problem.key)}>
              {problem.label}
            </a>
            ：{problem.message}
          </li>
        ))}
      </ul>
    </section>
  );
}
