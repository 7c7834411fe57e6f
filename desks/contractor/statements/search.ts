/** The address of the page: its tab, what is searched for, and the page of the list. */
import type { VariablesOf } from "../../gql/graphql.ts";
import { halfWidth } from "../../shared/typed.ts";
import type { BillList, StatementList } from "./operations.ts";

type StatementFilter = NonNullable<VariablesOf<typeof StatementList>["filter"]>;
type BillFilter = NonNullable<VariablesOf<typeof BillList>["filter"]>;

export const METHODS = ["MONTHLY_CONSOLIDATED", "SINGLE"] as const;

export type StatementSearch = {
  tab?: "bills" | undefined;
  paid?: "paid" | "unpaid" | undefined;
  number?: string | undefined;
  method?: (typeof METHODS)[number] | undefined;
  /** `2026-11` */
  month?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  after?: string | undefined;
};

function text(given: unknown): string | undefined {
  return typeof given === "string" && given !== "" ? given : undefined;
}

function matching(given: unknown, pattern: RegExp): string | undefined {
  return typeof given === "string" && pattern.test(given) ? given : undefined;
}

export function readStatementSearch(given: Record<string, unknown>): StatementSearch {
  return {
    tab: given.tab === "bills" ? "bills" : undefined,
    paid: given.paid === "paid" || given.paid === "unpaid" ? given.paid : undefined,
    number: text(given.number),
    method: METHODS.find((method) => method === given.method),
    month: matching(given.month, /^\d{4}-(0[1-9]|1[0-2])$/),
    from: matching(given.from, /^\d{4}-\d{2}-\d{2}$/),
    to: matching(given.to, /^\d{4}-\d{2}-\d{2}$/),
    after: text(given.after),
  };
}

function isPaid({ paid }: StatementSearch): boolean | undefined {
  return paid === undefined ? undefined : paid === "paid";
}

function firstDay(month: string | undefined): string | undefined {
  return month === undefined ? undefined : `${month}-01`;
}

/** A number that is not whole yet is no condition: the server would refuse it. */
export function wholeNumber(typed: string | undefined): string | undefined {
  const plain = halfWidth(typed ?? "")
    .replace(/[\s‐‑‒–—−ー-]/g, "")
    .toUpperCase();
  return /^\d{10}[A-Z]$/.test(plain) ? `${plain.slice(0, 5)}-${plain.slice(5)}` : undefined;
}

export function statementFilter(search: StatementSearch): StatementFilter {
  return {
    guaranteeNumber: wholeNumber(search.number),
    method: search.method,
    billingMonth: firstDay(search.month),
    issuedFrom: search.from,
    issuedTo: search.to,
    isPaid: isPaid(search),
  };
}

export function billFilter(search: StatementSearch): BillFilter {
  return { billingMonth: firstDay(search.month), isPaid: isPaid(search) };
}

/** A list that nothing narrows. */
export const EVERYTHING: StatementSearch = {
  paid: undefined,
  number: undefined,
  method: undefined,
  month: undefined,
  from: undefined,
  to: undefined,
};

export function isNarrowed({ tab: _tab, after: _after, ...conditions }: StatementSearch): boolean {
  return Object.values(conditions).some((condition) => condition !== undefined);
}

/** The last months in Japan, this one first, as `2026-11`. */
export function lastMonths(today: string, count = 24): string[] {
  const months = Number(today.slice(0, 4)) * 12 + Number(today.slice(5, 7)) - 1;
  return Array.from({ length: count }, (_, back) => {
    const month = months - back;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}
