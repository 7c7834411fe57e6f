import { describe, expect, it } from "vitest";
import { type Block, EMPTY, type Form, type Kind } from "./form.ts";
import { placeOf, toInput } from "./input.ts";
import { placesIn } from "./places.ts";
import { fromDraft } from "./reading.ts";

const FILLED: Partial<Block> = {
  isAsked: true,
  medium: "ELECTRONIC",
  amount: 20_000_000,
  depositBank: "○○銀行",
  redeposit: false,
  recognizedOn: "2026-11-01",
  billTo: "○○建設",
};

function asking(blocks: Partial<Record<Kind, Partial<Block>>>, form: Partial<Form> = {}): Form {
  const made = Object.entries(blocks).map(([kind, block]) => [kind, { ...EMPTY.blocks.PERFORMANCE, ...block }]);
  return { ...EMPTY, ...form, blocks: { ...EMPTY.blocks, ...Object.fromEntries(made) } };
}

describe("toInput", () => {
  it("has the guarantees that are asked for, with what belongs to their kind", () => {
    const form = asking({ ADVANCE_PAYMENT: FILLED, PERFORMANCE: FILLED, INTERMEDIATE_ADVANCE_PAYMENT: { amount: 1 } });
    const [advance, performance, ...more] = toInput(form, false).guarantees ?? [];
    expect(more).toEqual([]);
    expect(advance).toMatchObject({
      kind: "ADVANCE_PAYMENT",
      depositBank: "○○銀行",
      redeposit: false,
      recognizedOn: null,
    });
    expect(performance).toMatchObject({ kind: "PERFORMANCE", depositBank: null, redeposit: null, recognizedOn: null });
    expect(advance).not.toHaveProperty("isAsked");
  });

  it("has either a registered contract or a new one", () => {
    const registered = toInput({ ...EMPTY, isNewContract: false, contractId: "Contract_1" }, false);
    expect([registered.contractId, registered.contract]).toEqual(["Contract_1", null]);
    const typed = toInput({ ...EMPTY, contractId: "Contract_1" }, false);
    expect([typed.contractId, typed.contract?.contractType]).toEqual([null, "WORKS"]);
  });

  it("has a delivery only for certificates on paper, and a base only for advance payments", () => {
    const electronic = asking({ PERFORMANCE: FILLED }, { paperDelivery: "BRANCH", currentFiscalYearBase: 5 });
    expect(toInput(electronic, false)).toMatchObject({ paperDelivery: null, currentFiscalYearBase: null });
    const paper = asking({ ADVANCE_PAYMENT: { ...FILLED, medium: "PAPER" } }, { ...electronic, blocks: EMPTY.blocks });
    expect(toInput(paper, false)).toMatchObject({ paperDelivery: "BRANCH", currentFiscalYearBase: 5 });
  });

  it("sends removed texts as empty ones after a return, where null means unchanged", () => {
    expect(toInput(EMPTY, false).contactName).toBeNull();
    expect(toInput(EMPTY, true).contactName).toBe("");
  });
});

describe("fromDraft", () => {
  it("reads back what was saved, without what an input has no place for", () => {
    const form = asking({ ADVANCE_PAYMENT: { ...FILLED, recognizedOn: null } }, { contactName: "見本 花子" });
    const input = toInput({ ...form, contract: { ...form.contract, projectName: "橋梁工事" } }, false);
    const saved = {
      ...input,
      contract: { __typename: "ContractDraft", ...input.contract, jointVentureMembers: [], jointVentureParties: [] },
      guarantees: (input.guarantees ?? []).map((each) => ({ __typename: "GuaranteeDraft", ...each })),
    };
    const again = toInput(fromDraft(saved as never), false);
    expect(again).toEqual(input);
  });
});

describe("placeOf", () => {
  const kinds: Kind[] = ["ADVANCE_PAYMENT", "PERFORMANCE"];

  it("names a guarantee by its kind", () => {
    expect(placeOf(["guarantees", "1", "amount"], kinds)).toBe("PERFORMANCE.amount");
    expect(placeOf(["draft", "guarantees", "0", "depositBank"], kinds)).toBe("ADVANCE_PAYMENT.depositBank");
    expect(placeOf(["guarantees"], kinds)).toBe("guarantees");
  });

  it("keeps other paths", () => {
    expect(placeOf(["contract", "jointVentureParties", "0", "name"], kinds)).toBe(
      "contract.jointVentureParties.0.name",
    );
    expect(placeOf(["email"], kinds)).toBe("email");
  });
});

describe("placesIn", () => {
  it("finds the fields that a reason speaks of", () => {
    expect(placesIn("預託金融機関の支店名をご確認ください。", "ADVANCE_PAYMENT")).toEqual([
      "ADVANCE_PAYMENT.depositBank",
    ]);
    expect(placesIn("請負契約書の写しをご提出ください。", "PERFORMANCE")).toEqual(["files"]);
    expect(placesIn("担当者の電話番号が異なります。", "PERFORMANCE")).toEqual(["contactName", "contactTelephone"]);
  });

  it("leaves out what the product does not ask for", () => {
    expect(placesIn("預託金融機関と保証金額をご確認ください。", "PERFORMANCE")).toEqual(["PERFORMANCE.amount"]);
  });

  it("leads to the guarantee where a reason names no field", () => {
    expect(placesIn("内容をご確認ください。", "PERFORMANCE")).toEqual(["PERFORMANCE"]);
  });
});
