/** What came of a mutation, as data: what was done, or why it was refused. Nothing here throws. */
import type { AnyVariables, OperationResult } from "@urql/core";

/** `path` leads from the input object down; `limit` is the nearest sum in yen that would be accepted. */
export type Problem = { path: readonly string[]; code: string; message: string; limit?: number | null };
export type Refused = {
  ok: false;
  code: string;
  message: string;
  problems: readonly Problem[];
  payload: unknown;
  retryAfter?: number;
};
export type Outcome<T> = { ok: true; value: T } | Refused;

type Member = { __typename: string };
type Payload<Data> = Extract<NonNullable<Data[keyof Data]>, Member>;
type Done<Data, Name extends string> = Extract<Payload<Data>, { __typename: Name }>;

/** Codes of faults that are not refusals: nothing arrived, or nothing sensible came back. */
export const UNREACHABLE = "UNREACHABLE";

function isMember(value: unknown): value is Member {
  return typeof value === "object" && value !== null && "__typename" in value;
}

/**
 * The member `name` of a mutation's union as a value, every other one as a refusal.
 *
 * A mutation that did not arrive can be repeated with the same idempotency key.
 */
export function outcome<Data extends object, Name extends Payload<Data>["__typename"]>(
  result: OperationResult<Data, AnyVariables>,
  name: Name,
): Outcome<Done<Data, Name>> {
  if (result.error !== undefined || result.data === undefined || result.data === null) return ofError(result);
  const payload = Object.values(result.data).find(isMember);
  if (payload?.__typename === name) return { ok: true, value: payload as Done<Data, Name> };
  const refusal = payload as { __typename: string; message?: string; problems?: readonly Problem[] } | undefined;
  return {
    ok: false,
    code: refusal?.__typename ?? "INTERNAL",
    message: refusal?.message ?? "",
    problems: refusal?.problems ?? [],
    payload,
  };
}

/** Values that a type of the schema refuses, such as a number with a wrong check letter: each names its variable or field. */
function unreadable(result: OperationResult): Problem[] {
  return (result.error?.graphQLErrors ?? []).flatMap(({ message, extensions: { code, field } }) =>
    typeof field === "string"
      ? [
          {
            path: field.replace(/^input\./, "").split("."),
            code: String(code),
            message: message.replace(/^「.*?」の値が正しくありません: /, ""),
          },
        ]
      : [],
  );
}

function ofError(result: OperationResult): Refused {
  const first = result.error?.graphQLErrors[0];
  const code = result.error?.networkError === undefined ? String(first?.extensions.code ?? "INTERNAL") : UNREACHABLE;
  const told = first?.extensions.problems;
  const problems = Array.isArray(told) ? (told as Problem[]) : unreadable(result);
  const wait = first?.extensions.retryAfter;
  const retryAfter = typeof wait === "number" ? { retryAfter: wait } : {};
  return { ok: false, code, message: first?.message ?? "", problems, payload: undefined, ...retryAfter };
}
