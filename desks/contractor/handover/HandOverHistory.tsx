import { HANDOVER_CHANNEL, ROLE } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { type Entry, Timeline } from "../../ui/parts/Timeline.tsx";
import type { Handover } from "../guarantee/types.ts";
import { HANDOVER } from "./texts.ts";

const TONES: Readonly<Record<string, "good" | "bad">> = { ACCEPTED: "good", RETURNED: "bad" };

/** Every sending, reading and decision, a list for each round; a return begins the next one. */
export function HandOverHistory({ handovers }: { handovers: readonly Handover[] }) {
  const texts = useTexts(HANDOVER);
  const rounds = handovers.filter((handover) => handover.events.length > 0);
  return (
    <>
      <h3>{texts.historyTitle}</h3>
      {rounds.length === 0 && <p className="hint">{texts.none}</p>}
      {rounds.map((handover, index) => (
        <Round
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds are only ever appended
          key={index}
          title={texts.round(index + 1)}
          handover={handover}
        />
      ))}
    </>
  );
}

function Round({ title, handover }: { title: string; handover: Handover }) {
  const texts = useTexts(HANDOVER);
  const channels = useTexts(HANDOVER_CHANNEL);
  const roles = useTexts(ROLE);
  const entries: Entry[] = handover.events.map((event) => {
    const { at, kind, channel, role, by, mail } = event;
    const way = channel === null || kind !== "SENT" ? "" : `　${texts.via(channels[channel] ?? channel)}`;
    const tone = TONES[kind];
    return {
      key: `${at} ${kind}`,
      at: formatMoment(at),
      title: texts.kinds[kind] ?? kind,
      ...(tone && { tone }),
      body: (
        <>
          <p>
            {roles[role] ?? role}　{texts.by(by)}
            {way}
          </p>
          {mail && <p className="hint">{texts.mail(mail.recipient, texts.mailStates[mail.state] ?? mail.state)}</p>}
          {mail?.problem && <p className="problem">{mail.problem}</p>}
          {kind === "RETURNED" && handover.reason && (
            <p className="quote">
              <strong>{texts.returnedFor}：</strong>
              {handover.reason}
            </p>
          )}
        </>
      ),
    };
  });
  return (
    <>
      <p className="round-title">{title}</p>
      <Timeline label={title} entries={entries} />
    </>
  );
}
