import { CombinedError, type OperationResult } from "@urql/core";
import { describe, expect, it } from "vitest";
import { outcome } from "./outcomes.ts";

type Data = { act: { __typename: "Done"; id: string } | { __typename: "InvalidInput"; message: string } };

function result(given: { data?: unknown; error?: CombinedError }): OperationResult<Data> {
  return { operation: undefined as never, stale: false, hasNext: false, ...given } as OperationResult<Data>;
}

describe("an outcome", () => {
  it("is the member that means success", () => {
    const done = outcome(result({ data: { act: { __typename: "Done", id: "1" } } }), "Done");
    expect(done).toEqual({ ok: true, value: { __typename: "Done", id: "1" } });
  });

  it("is a refusal with its problems otherwise", () => {
    const problems = [{ path: ["amount"], code: "ABOVE_LIMIT", message: "上限は…", limit: 5 }];
    const payload = { __typename: "InvalidInput", message: "入力に誤りがあります。", problems };
    expect(outcome(result({ data: { act: payload } }), "Done")).toMatchObject({
      ok: false,
      code: "InvalidInput",
      problems,
    });
  });

  it("is unreachable without an answer, so that one can try again with the same key", () => {
    const error = new CombinedError({ networkError: new Error("offline") });
    expect(outcome(result({ error }), "Done")).toMatchObject({ ok: false, code: "UNREACHABLE", message: "" });
  });

  it("tells an error by its code", () => {
    const entry = { message: "要求の形式が…", extensions: { code: "BAD_USER_INPUT", problems: [] } };
    const error = new CombinedError({ graphQLErrors: [entry as never] });
    expect(outcome(result({ error }), "Done")).toMatchObject({
      ok: false,
      code: "BAD_USER_INPUT",
      message: entry.message,
    });
  });

  it("tells values that a type refuses beside their fields", () => {
    const refusal = (field: string, message: string) =>
      ({ message, extensions: { code: "BAD_USER_INPUT", field } }) as never;
    const error = new CombinedError({
      graphQLErrors: [
        refusal("number", "「保証契約番号」の値が正しくありません: 検査文字が数字と一致しません。"),
        refusal("input.account.number", "「口座番号」の値が正しくありません: 数字7桁です。"),
      ],
    });
    const told = outcome(result({ error }), "Done");
    expect(told.ok ? [] : told.problems).toEqual([
      { path: ["number"], code: "BAD_USER_INPUT", message: "検査文字が数字と一致しません。" },
      { path: ["account", "number"], code: "BAD_USER_INPUT", message: "数字7桁です。" },
    ]);
  });
});
