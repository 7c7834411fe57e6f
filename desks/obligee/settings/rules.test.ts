import { expect, it } from "vitest";
import { inputOf, percentOf, type Rules, ratioOf, typedOf } from "./rules.ts";

const RULES = {
  id: "ObligeeRules_1",
  version: 3,
  validFrom: "2024-04-01",
  validTo: null,
  isReplaced: false,
  setAt: null,
  limits: {
    advancePaymentRatio: 0.4,
    servicesAdvancePaymentRatio: 0.3,
    intermediateRatio: 0.2,
    combinedRatio: 0.6,
    performanceMinimumRatio: 0.1,
    raisedPerformanceMinimumRatio: 0.3,
    advancePaymentCap: 100_000_000,
    roundingUnit: null,
    minimumPrice: null,
  },
  acceptances: [
    {
      kind: "ADVANCE_PAYMENT",
      contractType: "WORKS",
      from: "2024-04-01",
      basis: "CONTRACT_DATE",
      channels: ["EMAIL"],
      note: null,
      noticeAddresses: ["keiyaku@obligee.example.jp"],
      approvedContractsOnly: false,
    },
  ],
  offices: [{ name: "契約課", kind: "ADVANCE_PAYMENT", noticeAddresses: ["a@example.jp", "b@example.jp"] }],
} satisfies Rules;
/** As the client hands it out, which selects the names of types everywhere. */
const READ: Rules = JSON.parse(JSON.stringify(RULES), (_, value) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? { __typename: "Any", ...value } : value,
);

it("reads percents as people write them", () => {
  expect(percentOf(0.125)).toBe("12.5");
  expect(["40", "４０％", " 12.5 %"].map(ratioOf)).toEqual([0.4, 0.4, 0.125]);
  expect(["", "四割"].map(ratioOf)).toEqual([null, null]);
});

it("sends the rules as they were read if nothing but their first day is changed", () => {
  const typed = { ...typedOf(READ), validFrom: "2027-04-01" };
  const { limits, acceptances, offices } = RULES;
  expect(inputOf(typed, "Obligee_1", 3)).toEqual({
    obligeeId: "Obligee_1",
    version: 3,
    validFrom: "2027-04-01",
    limits,
    acceptances,
    offices,
  });
});

it("takes addresses one a line, without empty lines", () => {
  const typed = typedOf(RULES);
  const offices = typed.offices.map((office) => ({ ...office, addresses: " a@example.jp \n\nb@example.jp\n" }));
  expect(inputOf({ ...typed, offices }, "Obligee_1", 3).offices?.[0]?.noticeAddresses).toEqual([
    "a@example.jp",
    "b@example.jp",
  ]);
});
