/** The address of the list: what is searched for, how it is ordered, and the page. */
import type { VariablesOf } from "../../gql/graphql.ts";
import type { CertificatesCsvFile, GuaranteeList } from "./operations.ts";

type Filter = NonNullable<VariablesOf<typeof GuaranteeList>["filter"]>;
type CertificateFilter = NonNullable<VariablesOf<typeof CertificatesCsvFile>["filter"]>;

export const KINDS = ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"] as const;
export const STATUSES = [
  "SUBMITTED",
  "UNDER_REVIEW",
  "RETURNED",
  "APPROVED",
  "AWAITING_FEE",
  "IN_FORCE",
  "CLAIMED",
  "PAID",
  "EXPIRED",
  "RELEASED",
  "CANCELLED",
  "DECLINED",
  "WITHDRAWN",
] as const;
export const MEDIA = ["ELECTRONIC", "PAPER"] as const;
export const HANDOVERS = ["NOT_SENT", "SENT", "VIEWED", "ACCEPTED", "RETURNED"] as const;
export const ORDERS = ["NEWEST", "EXPIRY", "AMOUNT"] as const;

export type GuaranteeSearch = {
  tab?: "electronic" | undefined;
  q?: string | undefined;
  kind?: (typeof KINDS)[number] | undefined;
  status?: (typeof STATUSES)[number] | undefined;
  medium?: (typeof MEDIA)[number] | undefined;
  handover?: (typeof HANDOVERS)[number] | undefined;
  obligee?: string | undefined;
  issuedFrom?: string | undefined;
  issuedTo?: string | undefined;
  expiresFrom?: string | undefined;
  expiresTo?: string | undefined;
  order?: (typeof ORDERS)[number] | undefined;
  after?: string | undefined;
};

/** A list that nothing narrows. */
export const EVERYTHING: GuaranteeSearch = {
  q: undefined,
  kind: undefined,
  status: undefined,
  medium: undefined,
  handover: undefined,
  obligee: undefined,
  issuedFrom: undefined,
  issuedTo: undefined,
  expiresFrom: undefined,
  expiresTo: undefined,
};

function one<T extends string>(values: readonly T[], given: unknown): T | undefined {
  return values.find((value) => value === given);
}

/** The number of a guarantee alone would be read as a number by the router, hence String. */
function text(given: unknown): string | undefined {
  const told = typeof given === "string" || typeof given === "number" ? String(given) : "";
  return told === "" ? undefined : told;
}

function day(given: unknown): string | undefined {
  return typeof given === "string" && /^\d{4}-\d{2}-\d{2}$/.test(given) ? given : undefined;
}

/** What of the address counts; the rest is left out. */
export function readSearch(given: Record<string, unknown>): GuaranteeSearch {
  return {
    tab: given.tab === "electronic" ? "electronic" : undefined,
    q: text(given.q),
    kind: one(KINDS, given.kind),
    status: one(STATUSES, given.status),
    medium: one(MEDIA, given.medium),
    handover: one(HANDOVERS, given.handover),
    obligee: text(given.obligee),
    issuedFrom: day(given.issuedFrom),
    issuedTo: day(given.issuedTo),
    expiresFrom: day(given.expiresFrom),
    expiresTo: day(given.expiresTo),
    order: one(ORDERS, given.order),
    after: text(given.after),
  };
}

/** The filter of the list. The tab 電子保証（認証キー） has what is electronic and in force. */
export function filterOf(search: GuaranteeSearch): Filter {
  const { tab, q, kind, status, medium, handover, obligee, order } = search;
  const { issuedFrom, issuedTo, expiresFrom, expiresTo } = search;
  const days = { issuedFrom, issuedTo, expiresFrom, expiresTo };
  const given = { search: q, kind, handoverStatus: handover, obligeeId: obligee, ...days, orderBy: order };
  return tab === "electronic" ? { ...given, isElectronic: true, isInForce: true } : { ...given, status, medium };
}

/** The filter of the CSV file, which has certificates: what is not issued yet is not in it. */
export function csvFilterOf(search: GuaranteeSearch): CertificateFilter {
  const { q, kind, obligee, issuedFrom, issuedTo, expiresFrom, expiresTo } = search;
  return { search: q, kind, obligeeId: obligee, issuedFrom, issuedTo, expiresFrom, expiresTo };
}

/** Whether anything narrows the list. */
export function isNarrowed({ tab: _tab, order: _order, after: _after, ...conditions }: GuaranteeSearch): boolean {
  return Object.values(conditions).some((condition) => condition !== undefined);
}
