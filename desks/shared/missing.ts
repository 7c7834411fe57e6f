/** What a form lacks, told before it is sent: as a refusal of the server, so that it is shown in the same way. */
import type { Refused } from "../gql/outcomes.ts";

type Words = { incomplete: string; enter: string };

/** `values` by the paths of their fields; an empty or blank one is missing. Null if all are there. */
export function missingIn(values: Readonly<Record<string, string | number | null>>, words: Words): Refused | null {
  const paths = Object.keys(values).filter((path) => String(values[path] ?? "").trim() === "");
  if (paths.length === 0) return null;
  const problems = paths.map((path) => ({ path: path.split("."), code: "MISSING", message: words.enter }));
  return { ok: false, code: "InvalidInput", message: words.incomplete, payload: undefined, problems };
}
