import type { FragmentOf, ResultOf } from "../../gql/graphql.ts";
import type { AmendmentFields, ClaimFields, HandoverFields, StatementFields } from "./fragments.ts";
import type { GuaranteeDetail } from "./operations.ts";

export type Data = ResultOf<typeof GuaranteeDetail>;
export type Guarantee = Extract<NonNullable<Data["node"]>, { __typename: "Guarantee" }>;
export type Handover = FragmentOf<typeof HandoverFields>;
export type Amendment = FragmentOf<typeof AmendmentFields>;
export type Statement = FragmentOf<typeof StatementFields>;
export type Claim = FragmentOf<typeof ClaimFields>;

/** What the viewer may do here: members of a joint venture other than its lead only read, as readers do. */
export type Rights = { isLead: boolean; mayAct: boolean };

export function rightsOf(data: Data, guarantee: Guarantee): Rights {
  const isLead = data.viewer?.contractor?.id === guarantee.contract.contractor.id;
  return { isLead, mayAct: isLead && data.viewer?.accountRole !== "READER" };
}

/** Issued, electronic, and so with an auth key. */
export function hasKey(guarantee: Guarantee): boolean {
  return guarantee.number !== null && guarantee.medium === "ELECTRONIC";
}

const BEFORE_ISSUE: readonly string[] = ["SUBMITTED", "UNDER_REVIEW", "RETURNED", "APPROVED", "AWAITING_FEE"];

export function isBeforeIssue(guarantee: Guarantee): boolean {
  return BEFORE_ISSUE.includes(guarantee.status);
}

/** The last hand-over, which is the one that counts. */
export function currentHandover(guarantee: Guarantee): Handover | undefined {
  return guarantee.handovers.at(-1);
}

export function openAmendment(guarantee: Guarantee): Amendment | undefined {
  return guarantee.amendmentRequests.find((request) => request.status === "OPEN");
}

export function openClaim(guarantee: Guarantee): Claim | undefined {
  return guarantee.claims.findLast((claim) => claim.status !== "REJECTED" && claim.status !== "WITHDRAWN");
}
