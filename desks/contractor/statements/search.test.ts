import { expect, test } from "vitest";
import { billFilter, lastMonths, readStatementSearch, statementFilter, wholeNumber } from "./search.ts";

test("a whole number is a condition in any width, one in the middle of typing is none", () => {
  expect(wholeNumber("３１０７３－００００１ｍ")).toBe("31073-00001M");
  expect(wholeNumber("31073 00001M")).toBe("31073-00001M");
  expect(wholeNumber("31073-000")).toBeUndefined();
});

test("the state of payment and the month count in both lists", () => {
  const search = readStatementSearch({ paid: "unpaid", month: "2026-11", method: "SINGLE", from: "2026-11-01" });
  expect(statementFilter(search)).toMatchObject({
    isPaid: false,
    billingMonth: "2026-11-01",
    method: "SINGLE",
    issuedFrom: "2026-11-01",
  });
  expect(billFilter(search)).toEqual({ isPaid: false, billingMonth: "2026-11-01" });
  expect(statementFilter(readStatementSearch({ paid: "perhaps", month: "2026-13" })).isPaid).toBeUndefined();
});

test("months are counted back over the turn of the year", () => {
  expect(lastMonths("2026-02-10", 3)).toEqual(["2026-02", "2026-01", "2025-12"]);
});
