import { expect, test } from "vitest";
import { makeGuarantee } from "../guarantee/sample.ts";
import { addressesOf, channelsOf } from "./addresses.ts";

const ADVANCE = { kind: "ADVANCE_PAYMENT" as const, from: "2024-04-01", note: null };
const RULES = {
  acceptances: [
    { ...ADVANCE, contractType: "WORKS" as const, channels: ["EMAIL" as const], noticeAddresses: ["a@example.jp"] },
    { ...ADVANCE, contractType: "SERVICES" as const, channels: ["DIRECT" as const], noticeAddresses: ["s@example.jp"] },
  ],
  offices: [
    { name: "宇都宮土木事務所", kind: "ADVANCE_PAYMENT" as const, noticeAddresses: ["u@example.jp"] },
    { name: "日光土木事務所", kind: "ADVANCE_PAYMENT" as const, noticeAddresses: ["n@example.jp", "a@example.jp"] },
    { name: "宇都宮土木事務所", kind: "PERFORMANCE" as const, noticeAddresses: ["p@example.jp"] },
  ],
};

function withRules(office: string | null) {
  const guarantee = makeGuarantee();
  const { contract } = guarantee;
  const contractingOfficer = office === null ? null : { id: "ContractingOfficer_1", title: "所長", office };
  return {
    ...guarantee,
    contract: { ...contract, contractingOfficer, obligee: { ...contract.obligee, ...RULES } },
  };
}

test("addresses are those for this kind and type, each once, the contracting officer's office first", () => {
  expect(addressesOf(withRules(null)).map((each) => each.to)).toEqual(["a@example.jp", "u@example.jp", "n@example.jp"]);
  expect(addressesOf(withRules("日光土木事務所"))[0]).toEqual({ to: "n@example.jp", office: "日光土木事務所" });
});

test("the ways are those of the rules; without a rule for it none is ruled out", () => {
  expect(channelsOf(withRules(null))).toEqual(["EMAIL"]);
  expect(channelsOf(makeGuarantee())).toContain("E_CONTRACT_SYSTEM");
});
