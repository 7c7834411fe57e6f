/** The address of the list of applications: what is searched for, and the page. */
import type { VariablesOf } from "../../gql/graphql.ts";
import type { ApplicationList } from "./operations.ts";

type Filter = NonNullable<VariablesOf<typeof ApplicationList>["filter"]>;

export const KINDS = ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"] as const;
export const STATUSES = [
  "SUBMITTED",
  "UNDER_REVIEW",
  "RETURNED",
  "APPROVED",
  "AWAITING_FEE",
  "IN_FORCE",
  "DECLINED",
  "WITHDRAWN",
] as const;

export type ApplicationSearch = {
  q?: string | undefined;
  kind?: (typeof KINDS)[number] | undefined;
  status?: (typeof STATUSES)[number] | undefined;
  unread?: true | undefined;
  after?: string | undefined;
};

/** A list that nothing narrows. */
export const EVERYTHING: ApplicationSearch = { q: undefined, kind: undefined, status: undefined, unread: undefined };

function text(given: unknown): string | undefined {
  const told = typeof given === "string" || typeof given === "number" ? String(given) : "";
  return told === "" ? undefined : told;
}

/** What of the address counts; the rest is left out. */
export function readApplicationSearch(given: Record<string, unknown>): ApplicationSearch {
  return {
    q: text(given.q),
    kind: KINDS.find((kind) => kind === given.kind),
    status: STATUSES.find((status) => status === given.status),
    unread: given.unread === true ? true : undefined,
    after: text(given.after),
  };
}

export function filterOf({ q, kind, status, unread }: ApplicationSearch): Filter {
  return { search: q, kind, status, hasUnread: unread };
}

/** Whether anything narrows the list. */
export function isNarrowed({ q, kind, status, unread }: ApplicationSearch): boolean {
  return [q, kind, status, unread].some((condition) => condition !== undefined);
}
