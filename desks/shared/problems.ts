/** Problems of an input, by the field beside which they are shown. */
import type { Problem, Refused } from "../gql/outcomes.ts";

/** The message for a field of the input object; `path` as in the schema, joined with dots. */
export function problemOf(refused: Refused | null, path: string): string | null {
  return refused?.problems.find((problem) => problem.path.join(".") === path)?.message ?? null;
}

/** Problems without a field of the form. */
export function otherProblems(refused: Refused | null, paths: readonly string[]): readonly Problem[] {
  return refused?.problems.filter((problem) => !paths.includes(problem.path.join("."))) ?? [];
}
