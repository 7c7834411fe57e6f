import { expect, test } from "vitest";
import { nextStep, openStatement } from "./nextStep.ts";
import { makeGuarantee } from "./sample.ts";

test("before the issue and after the end the state of the guarantee decides, with its reason", () => {
  const returned = makeGuarantee({ status: "RETURNED", statusReason: "請負契約書の写しをご提出ください。" });
  expect(nextStep(returned)).toEqual({ key: "returned", tone: "warn", reason: "請負契約書の写しをご提出ください。" });
  expect(nextStep(makeGuarantee({ status: "AWAITING_FEE" })).key).toBe("awaitingFee");
  expect(nextStep(makeGuarantee({ status: "CLAIMED", handover: "ACCEPTED" })).key).toBe("claimed");
});

test("in force the hand-over decides; a return has its reason", () => {
  expect(nextStep(makeGuarantee()).key).toBe("notSent");
  expect(nextStep(makeGuarantee({ handover: "VIEWED" })).key).toBe("viewed");
  expect(nextStep(makeGuarantee({ handover: "ACCEPTED" }))).toEqual({ key: "accepted", tone: "good", reason: null });
  const returned = makeGuarantee({ handover: "RETURNED", handoverReason: "工期が異なります。" });
  expect(nextStep(returned)).toEqual({ key: "handoverReturned", tone: "bad", reason: "工期が異なります。" });
});

test("a certificate on paper is not handed over here", () => {
  expect(nextStep(makeGuarantee({ medium: "PAPER" })).key).toBe("paper");
});

test("only a fee that is waited for is to be paid", () => {
  const statement = {
    id: "FeeStatement_1",
    number: "310-2026-000001",
    issuedOn: "2026-11-29",
    fee: 6180,
    earlierCharges: 0,
    due: 6180,
    unpaid: 0,
    isSample: true,
    method: "SINGLE" as const,
    billingMonth: null,
    billTo: "○○建設",
    dueOn: "2026-12-13",
    feeAccount: null,
    lines: [],
  };
  expect(openStatement(makeGuarantee({ status: "AWAITING_FEE", feeStatements: [statement] }))).toBe(statement);
  expect(openStatement(makeGuarantee({ status: "IN_FORCE", feeStatements: [statement] }))).toBeUndefined();
  const cancelled = { ...statement, due: -6180 };
  expect(openStatement(makeGuarantee({ status: "AWAITING_FEE", feeStatements: [cancelled] }))).toBeUndefined();
});
