/** What happened to a guarantee, as far as its obligee sees it, in its order. */

import { formatMoment } from "../../shared/typed.ts";
import type { Entry } from "../../ui/parts/Timeline.tsx";
import type { Guarantee } from "./types.ts";
import { amendmentMark } from "./words.ts";

type Moment = Omit<Entry, "at"> & { moment: string };

/** `words` are the texts COURSE. */
export function courseOf(
  guarantee: Guarantee,
  words: Record<string, string>,
  yen: (amount: number) => string,
): Entry[] {
  const moments: Moment[] = [
    ...guarantee.history.map((version) => ({
      key: version.id,
      moment: version.issuedAt,
      title: words.ISSUED ?? "",
      body: amendmentMark(version.amendmentNumber) ?? undefined,
    })),
    ...guarantee.handovers.flatMap((handover, index) =>
      handover.events.map((event) => ({
        key: `${index} ${event.at} ${event.kind}`,
        moment: event.at,
        title: words[event.channel ?? event.kind] ?? event.kind,
        body: event.kind === "RETURNED" ? `${event.by}：${handover.reason ?? ""}` : event.by,
        ...(event.kind === "ACCEPTED" && { tone: "good" as const }),
        ...(event.kind === "RETURNED" && { tone: "bad" as const }),
      })),
    ),
    ...guarantee.claims.map((claim) => ({
      key: claim.id,
      moment: claim.filedAt,
      title: words.CLAIMED ?? "",
      body: yen(claim.amount),
      tone: "warn" as const,
    })),
  ];
  return moments
    .sort((one, other) => one.moment.localeCompare(other.moment))
    .map(({ moment, ...entry }) => ({ ...entry, at: formatMoment(moment) }));
}
