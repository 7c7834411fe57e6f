import { expect, test } from "vitest";
import { csvFilterOf, EVERYTHING, filterOf, isNarrowed, readSearch } from "./search.ts";

test("what the address does not know is left out", () => {
  expect(readSearch({ kind: "SOMETHING", status: "RETURNED", issuedFrom: "yesterday", tab: "x", q: 31073 })).toEqual({
    ...readSearch({}),
    status: "RETURNED",
    q: "31073",
  });
});

test("the tab 電子保証（認証キー） has what is electronic and in force, whatever state was chosen before", () => {
  const filter = filterOf(readSearch({ tab: "electronic", status: "RETURNED", q: "橋" }));
  expect(filter).toMatchObject({ isElectronic: true, isInForce: true, search: "橋" });
  expect(filter.status).toBeUndefined();
  expect(filterOf(readSearch({ handover: "NOT_SENT" })).handoverStatus).toBe("NOT_SENT");
});

test("conditions narrow the list and the CSV file; order, tab and page do not", () => {
  expect(isNarrowed(readSearch({ tab: "electronic", order: "AMOUNT", after: "abc" }))).toBe(false);
  expect(isNarrowed(readSearch({ expiresTo: "2027-03-31" }))).toBe(true);
  expect(isNarrowed({ ...readSearch({ q: "橋", medium: "PAPER" }), ...EVERYTHING })).toBe(false);
  expect(csvFilterOf(readSearch({ q: "橋", obligee: "Obligee_1" }))).toMatchObject({
    search: "橋",
    obligeeId: "Obligee_1",
  });
});
