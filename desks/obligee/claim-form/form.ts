import type { VariablesOf } from "../../gql/graphql.ts";
import type { FileClaim } from "../claim/operations.ts";

export type Typed = {
  reason: string;
  contractEndedOn: string | null;
  advancePaid: number | null;
  progressPaid: number | null;
  finishedWorkValue: number | null;
  bank: string;
  branch: string;
  type: "ORDINARY" | "CURRENT";
  number: string;
  holder: string;
};
export const EMPTY: Typed = {
  reason: "",
  contractEndedOn: null,
  advancePaid: null,
  progressPaid: null,
  finishedWorkValue: null,
  bank: "",
  branch: "",
  type: "ORDINARY",
  number: "",
  holder: "",
};
/** Paths of problems that have a field. */
export const FIELDS = [
  "reason",
  "contractEndedOn",
  "advancePaid",
  "progressPaid",
  "finishedWorkValue",
  "account.bank",
  "account.branch",
  "account.number",
  "account.holder",
  "authKey",
];

/** The values that every claim needs, by the paths of their fields. */
export function neededFor(typed: Typed, authKey: string, hasSums: boolean): Record<string, string | number | null> {
  const { reason, contractEndedOn, advancePaid, progressPaid, finishedWorkValue, bank, branch, number, holder } = typed;
  return {
    authKey,
    reason,
    contractEndedOn,
    ...(hasSums && { advancePaid, progressPaid, finishedWorkValue }),
    "account.bank": bank,
    "account.branch": branch,
    "account.number": number,
    "account.holder": holder,
  };
}

type Input = VariablesOf<typeof FileClaim>["input"];

/** The input of `fileClaim`; sums belong to advance payments only. */
export function claimInput(typed: Typed, guaranteeNumber: string, authKey: string, hasSums: boolean): Input {
  const { reason, contractEndedOn, advancePaid, progressPaid, finishedWorkValue, ...account } = typed;
  return {
    guaranteeNumber,
    authKey,
    reason,
    contractEndedOn: contractEndedOn ?? "",
    account,
    ...(hasSums && { advancePaid, progressPaid, finishedWorkValue }),
  };
}
