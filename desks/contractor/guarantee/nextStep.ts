/** What the contractor has to do next, or what it waits for: by the state of the guarantee and of its hand-over. */
import { currentHandover, type Guarantee, type Statement } from "./types.ts";

export type StepKey =
  | "draft"
  | "submitted"
  | "underReview"
  | "returned"
  | "declined"
  | "withdrawn"
  | "approved"
  | "awaitingFee"
  | "paper"
  | "notSent"
  | "sent"
  | "viewed"
  | "accepted"
  | "handoverReturned"
  | "claimed"
  | "paid"
  | "expired"
  | "released"
  | "cancelled";

export type StepTone = "info" | "good" | "warn" | "bad" | "quiet";
export type Step = { key: StepKey; tone: StepTone; reason: string | null };

const OF_STATUS: Readonly<Record<string, [StepKey, StepTone]>> = {
  DRAFT: ["draft", "warn"],
  SUBMITTED: ["submitted", "quiet"],
  UNDER_REVIEW: ["underReview", "quiet"],
  RETURNED: ["returned", "warn"],
  DECLINED: ["declined", "bad"],
  WITHDRAWN: ["withdrawn", "quiet"],
  APPROVED: ["approved", "quiet"],
  AWAITING_FEE: ["awaitingFee", "warn"],
  CLAIMED: ["claimed", "bad"],
  PAID: ["paid", "bad"],
  EXPIRED: ["expired", "quiet"],
  RELEASED: ["released", "quiet"],
  CANCELLED: ["cancelled", "bad"],
};
const OF_HANDOVER: Readonly<Record<string, [StepKey, StepTone]>> = {
  NOT_SENT: ["notSent", "info"],
  SENT: ["sent", "quiet"],
  VIEWED: ["viewed", "quiet"],
  ACCEPTED: ["accepted", "good"],
  RETURNED: ["handoverReturned", "bad"],
};

export function nextStep(guarantee: Guarantee): Step {
  const ofStatus = OF_STATUS[guarantee.status];
  if (ofStatus !== undefined) return { key: ofStatus[0], tone: ofStatus[1], reason: guarantee.statusReason };
  if (guarantee.medium === "PAPER") return { key: "paper", tone: "quiet", reason: null };
  const handover = currentHandover(guarantee);
  const [key, tone] = OF_HANDOVER[handover?.status ?? "NOT_SENT"] ?? ["notSent", "info"];
  return { key, tone, reason: key === "handoverReturned" ? (handover?.reason ?? null) : null };
}

/** The statement of a fee that is paid singly before the issue, or of what an amendment has added since. */
export function openStatement(guarantee: Guarantee): Statement | undefined {
  const last = guarantee.feeStatements.findLast((statement) => statement.method === "SINGLE");
  const isOpen = guarantee.status === "AWAITING_FEE" && last !== undefined && last.due > 0;
  return isOpen ? last : undefined;
}
