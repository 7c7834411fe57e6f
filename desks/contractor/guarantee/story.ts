/** What has happened to a guarantee as far as its contractor sees it, in its order. */
import { formatDay, formatMoment } from "../../shared/typed.ts";
import type { RECORD } from "./recordTexts.ts";
import type { Amendment, Claim, Guarantee, Handover } from "./types.ts";

type Words = (typeof RECORD)["ja"]["events"];
type Tone = "good" | "warn" | "bad";
export type Event = { at: string; title: string; by: string | null; text: string | null; tone?: Tone };

/** Events, the oldest first; those of a day without a time come first on that day. */
export function storyOf(guarantee: Guarantee, words: Words): Event[] {
  const events = [
    ...ofApplication(guarantee, words),
    ...ofVersions(guarantee, words),
    ...(guarantee.feePaidOn ? [event(guarantee.feePaidOn, words.feePaid, { tone: "good" })] : []),
    ...guarantee.handovers.flatMap((handover) => ofHandover(handover, words)),
    ...guarantee.amendmentRequests.flatMap((request) => ofAmendment(request, words)),
    ...guarantee.claims.flatMap((claim) => ofClaim(claim, words)),
  ];
  return events.sort((a, b) => moment(a.at) - moment(b.at));
}

/** `2026/11/29 14:05`, or only the day where no time is known. */
export function showAt(at: string): string {
  return at.length === 10 ? formatDay(at) : formatMoment(at);
}

function moment(at: string): number {
  return Date.parse(at.length === 10 ? `${at}T00:00:00+09:00` : at);
}

type More = { by?: string | null; text?: string | null; tone?: Tone };

function event(at: string, title: string, { by = null, text = null, tone }: More = {}): Event {
  return { at, title, by, text, ...(tone && { tone }) };
}

function ofApplication({ application, reviewStartedAt }: Guarantee, words: Words): Event[] {
  const sent = application.submissions.map(({ submittedAt, by, reason }, index) =>
    event(submittedAt, index === 0 ? words.submitted : words.resubmitted, { by, text: reason }),
  );
  return reviewStartedAt ? [...sent, event(reviewStartedAt, words.reviewing)] : sent;
}

function ofVersions({ history }: Guarantee, words: Words): Event[] {
  return history.map(({ issuedAt, reason, amendmentNumber }) => {
    if (reason === "CORRECTION") return event(issuedAt, words.corrected);
    return event(issuedAt, amendmentNumber === 0 ? words.issued : words.amended(amendmentNumber), { tone: "good" });
  });
}

function ofHandover({ events, reason }: Handover, words: Words): Event[] {
  return events.map(({ at, kind, by, mail }) => {
    switch (kind) {
      case "SENT":
        return event(at, words.sent, { by, text: mail?.recipient ?? null });
      case "VIEWED":
        return event(at, words.viewed, { by });
      case "ACCEPTED":
        return event(at, words.accepted, { by, tone: "good" });
      default:
        return event(at, words.handoverReturned, { by, text: reason, tone: "bad" });
    }
  });
}

function ofAmendment(request: Amendment, words: Words): Event[] {
  const { number, requestedAt, by, reason, status, decidedAt, decisionReason } = request;
  const asked = event(requestedAt, words.amendmentRequested(number), { by, text: reason });
  if (decidedAt === null || status === "DONE" || status === "OPEN") return [asked];
  const isDeclined = status === "DECLINED";
  const title = isDeclined ? words.amendmentDeclined : words.amendmentWithdrawn;
  return [asked, event(decidedAt, title, { text: decisionReason, ...(isDeclined && { tone: "bad" }) })];
}

function ofClaim({ filedAt, reason, decidedAt, decision, paidOn }: Claim, words: Words): Event[] {
  return [
    event(filedAt, words.claimFiled, { text: reason, tone: "bad" }),
    ...(decidedAt ? [event(decidedAt, words.claimDecided, { text: decision })] : []),
    ...(paidOn ? [event(paidOn, words.claimPaid, { tone: "bad" })] : []),
  ];
}
