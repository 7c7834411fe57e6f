/** Colours of states; the word always stands beside. */
import type { Tone } from "../ui/parts/StatusTag.tsx";

export const GUARANTEE_TONE: Readonly<Record<string, Tone>> = {
  SUBMITTED: "info",
  UNDER_REVIEW: "info",
  APPROVED: "info",
  AWAITING_FEE: "warn",
  RETURNED: "warn",
  IN_FORCE: "good",
  CLAIMED: "bad",
  PAID: "bad",
  CANCELLED: "bad",
  DECLINED: "bad",
};

export const HANDOVER_TONE: Readonly<Record<string, Tone>> = {
  NOT_SENT: "warn",
  SENT: "info",
  VIEWED: "info",
  ACCEPTED: "good",
  RETURNED: "bad",
};

export const AMENDMENT_TONE: Readonly<Record<string, Tone>> = { OPEN: "info", DONE: "good", DECLINED: "bad" };

export const CLAIM_TONE: Readonly<Record<string, Tone>> = {
  FILED: "warn",
  UNDER_REVIEW: "warn",
  ACCEPTED: "bad",
  PAID: "bad",
};

/** The same for the obligee, who claims. */
export const OWN_CLAIM_TONE: Readonly<Record<string, Tone>> = {
  FILED: "info",
  UNDER_REVIEW: "info",
  ACCEPTED: "good",
  REJECTED: "bad",
  PAID: "good",
};

/** The colour of a state, quiet for those that ask for nothing. */
export function toneOf(tones: Readonly<Record<string, Tone>>, state: string): Tone {
  return tones[state] ?? "quiet";
}
