import type { ReactNode } from "react";

export type Entry = { key: string; at: string; title: string; body?: ReactNode; tone?: "good" | "warn" | "bad" };

/** What happened, in its order. `at` is shown as it is given. */
export function Timeline({ entries, label }: { entries: readonly Entry[]; label: string }) {
  return (
    <ol className="timeline" aria-label={label}>
      {entries.map((entry) => (
        <li key={entry.key} className={entry.tone}>
          <span className="timeline-at">{entry.at}</span>
          <div>
            <p className="timeline-title">{entry.title}</p>
            {entry.body}
          </div>
        </li>
      ))}
    </ol>
  );
}
