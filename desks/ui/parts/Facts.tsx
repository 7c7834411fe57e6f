import type { ReactNode } from "react";

export type Fact = { name: string; value: ReactNode };

/** Names and values, as the papers list them. What has no value is left out. */
export function Facts({ facts }: { facts: readonly (Fact | null | false)[] }) {
  const shown = facts.filter((fact): fact is Fact => Boolean(fact) && (fact as Fact).value !== null);
  return (
    <dl className="facts">
      {shown.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}
