export type Tone = "good" | "info" | "warn" | "bad" | "quiet";

/** A state, by its word first and its colour second. */
export function StatusTag({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}
