/** The rules of an obligee as a form has them: ratios in percent, addresses one a line. */
import type { ResultOf, VariablesOf } from "../../gql/graphql.ts";
import { halfWidth } from "../../shared/typed.ts";
import type { ObligeeSettings, SetObligeeRules } from "./operations.ts";

export type Obligee = NonNullable<NonNullable<ResultOf<typeof ObligeeSettings>["viewer"]>["obligee"]>;
export type Rules = Obligee["rules"]["edges"][number]["node"];
type Input = VariablesOf<typeof SetObligeeRules>["input"];
type Acceptance = Rules["acceptances"][number];
type Office = Rules["offices"][number];

export const RATIOS = [
  "advancePaymentRatio",
  "servicesAdvancePaymentRatio",
  "intermediateRatio",
  "combinedRatio",
  "performanceMinimumRatio",
  "raisedPerformanceMinimumRatio",
] as const;
export const SUMS = ["advancePaymentCap", "roundingUnit", "minimumPrice"] as const;

/** `id` keeps a row's fields together while others are removed. */
export type AcceptanceTyped = Omit<Acceptance, "from" | "noticeAddresses" | "note"> & {
  id: number;
  from: string | null;
  note: string;
  addresses: string;
};
export type OfficeTyped = Omit<Office, "noticeAddresses"> & { id: number; addresses: string };
export type RulesTyped = {
  validFrom: string | null;
  ratios: Record<(typeof RATIOS)[number], string>;
  sums: Record<(typeof SUMS)[number], number | null>;
  acceptances: readonly AcceptanceTyped[];
  offices: readonly OfficeTyped[];
};

/** `40` of 0.4, `12.5` of 0.125. */
export function percentOf(ratio: number): string {
  return String(Number((ratio * 100).toFixed(4)));
}

/** 0.4 of `40`, `４０％`; null of what is no number, which the server then tells. */
export function ratioOf(percent: string): number | null {
  const plain = halfWidth(percent).replace(/[\s%]/g, "");
  return plain === "" || Number.isNaN(Number(plain)) ? null : Number((Number(plain) / 100).toFixed(6));
}

function linesOf(text: string): string[] {
  return text
    .split(/\n/)
    .map((line) => line.trim())
    .filter(Boolean);
}

let rows = 0;

export function newRow(): number {
  return ++rows;
}

/** A form that begins with the last rules. */
export function typedOf(rules: Rules): RulesTyped {
  const { limits } = rules;
  return {
    validFrom: null,
    ratios: Object.fromEntries(RATIOS.map((name) => [name, percentOf(limits[name])])) as RulesTyped["ratios"],
    sums: Object.fromEntries(SUMS.map((name) => [name, limits[name]])) as RulesTyped["sums"],
    acceptances: rules.acceptances.map((one) => ({
      id: newRow(),
      kind: one.kind,
      contractType: one.contractType,
      from: one.from,
      basis: one.basis,
      channels: one.channels,
      note: one.note ?? "",
      addresses: one.noticeAddresses.join("\n"),
      approvedContractsOnly: one.approvedContractsOnly,
    })),
    offices: rules.offices.map(({ name, kind, noticeAddresses }) => ({
      id: newRow(),
      name,
      kind,
      addresses: noticeAddresses.join("\n"),
    })),
  };
}

/** The input of `setObligeeRules`. */
export function inputOf(typed: RulesTyped, obligeeId: string, version: number): Input {
  const ratios = Object.fromEntries(RATIOS.map((name) => [name, ratioOf(typed.ratios[name])]));
  return {
    obligeeId,
    version,
    validFrom: typed.validFrom ?? "",
    limits: { ...(ratios as Record<(typeof RATIOS)[number], number>), ...typed.sums },
    acceptances: typed.acceptances.map(({ id: _, addresses, note, ...one }) => ({
      ...one,
      note: note.trim() || null,
      noticeAddresses: linesOf(addresses),
    })),
    offices: typed.offices.map(({ id: _, addresses, ...one }) => ({ ...one, noticeAddresses: linesOf(addresses) })),
  };
}

/** Paths of problems that have a field in the form. */
export function fieldsOf(typed: RulesTyped): string[] {
  const each = (list: readonly unknown[], name: string, fields: readonly string[]) =>
    list.flatMap((_, index) => fields.map((field) => `${name}.${index}.${field}`));
  return [
    "validFrom",
    ...[...RATIOS, ...SUMS].map((name) => `limits.${name}`),
    ...each(typed.acceptances, "acceptances", ["from", "note", "noticeAddresses", "channels"]),
    ...each(typed.offices, "offices", ["name", "noticeAddresses", "kind"]),
  ];
}
