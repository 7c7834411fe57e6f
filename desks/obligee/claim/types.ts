import type { ResultOf } from "../../gql/graphql.ts";
import type { ClaimShown } from "./operations.ts";

export type Claim = Extract<NonNullable<ResultOf<typeof ClaimShown>["node"]>, { __typename: "Claim" }>;

/** Whether the surety has not decided yet: until then there are answers, attachments and the withdrawal. */
export function isOpen(claim: Claim): boolean {
  return claim.status === "FILED" || claim.status === "UNDER_REVIEW";
}
