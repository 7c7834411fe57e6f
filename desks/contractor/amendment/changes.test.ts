import { expect, test } from "vitest";
import { changedFields, changesOf, emptyFields, type Form, show } from "./changes.ts";

const PRESENT: Form = {
  amount: 20_000_000,
  expiryDate: "2027-08-31",
  projectName: "●●●●工事",
  periodFrom: "2026-10-06",
  periodTo: "2027-08-31",
  contractPrice: 50_000_000,
};

test("only what differs is sent; what is not readable yet is not", () => {
  const form = { ...PRESENT, periodTo: "2027-10-31", expiryDate: "2027-10-31", amount: null };
  expect(changesOf(PRESENT, form)).toEqual({ periodTo: "2027-10-31", expiryDate: "2027-10-31" });
  expect(changedFields(PRESENT, PRESENT)).toEqual([]);
});

test("fields without a value are named, and not taken as unchanged", () => {
  expect(emptyFields(PRESENT)).toEqual([]);
  expect(emptyFields({ ...PRESENT, periodTo: null, amount: null, projectName: "" })).toEqual([
    "amount",
    "periodTo",
    "projectName",
  ]);
});

test("values are shown as they are read", () => {
  expect(show("amount", 20_000_000)).toBe("20,000,000 円");
  expect(show("periodTo", "2027-10-31")).toBe("2027/10/31");
  expect(show("projectName", "●-●工事")).toBe("●-●工事");
});
