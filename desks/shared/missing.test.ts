import { expect, it } from "vitest";
import { missingIn } from "./missing.ts";
import { problemOf } from "./problems.ts";

const WORDS = { incomplete: "入力していない項目があります。", enter: "入力してください。" };

it("names every field without a value", () => {
  const found = missingIn({ reason: " ", "account.bank": "", advancePaid: null, progressPaid: 0, authKey: "k" }, WORDS);
  expect(found?.problems.map(({ path }) => path.join("."))).toEqual(["reason", "account.bank", "advancePaid"]);
  expect(problemOf(found, "account.bank")).toBe("入力してください。");
});

it("finds nothing in a complete form", () => {
  expect(missingIn({ reason: "倒産", progressPaid: 0 }, WORDS)).toBeNull();
});
