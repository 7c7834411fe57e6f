import { HANDOVER_STATUS } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { HANDOVER_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { NoticeButton } from "../guarantee/KeyPart.tsx";
import { currentHandover, type Guarantee, type Rights } from "../guarantee/types.ts";
import { channelsOf } from "./addresses.ts";
import { HandOverHistory } from "./HandOverHistory.tsx";
import { SendByMail } from "./SendByMail.tsx";
import { HANDOVER } from "./texts.ts";

type Props = { guarantee: Guarantee; rights: Rights; onChanged: () => void };

/** 発注者への提出: its state, both ways, and what has happened. */
export function HandOver({ guarantee, rights, onChanged }: Props) {
  const texts = useTexts(HANDOVER);
  const states = useTexts(HANDOVER_STATUS);
  const status = currentHandover(guarantee)?.status ?? "NOT_SENT";
  const isDone = status === "ACCEPTED";
  const mayHandOver = rights.mayAct && guarantee.status === "IN_FORCE" && !isDone;
  return (
    <Section
      anchor="handover"
      title={texts.title}
      actions={<StatusTag tone={toneOf(HANDOVER_TONE, status)}>{states[status] ?? status}</StatusTag>}
    >
      {mayHandOver && <Ways guarantee={guarantee} onChanged={onChanged} />}
      <HandOverHistory handovers={guarantee.handovers} />
      {guarantee.receivedNotices.length > 0 && (
        <>
          <h3>{texts.receivedTitle}</h3>
          <ul>
            {guarantee.receivedNotices.map((notice) => (
              <li key={notice.receivedAt}>
                {texts.received(formatMoment(notice.receivedAt), notice.receivedBy)}
                {notice.contractReference && `　${notice.contractReference}`}
              </li>
            ))}
          </ul>
        </>
      )}
    </Section>
  );
}

function Ways({ guarantee, onChanged }: { guarantee: Guarantee; onChanged: () => void }) {
  const texts = useTexts(HANDOVER);
  const channels = channelsOf(guarantee);
  return (
    <div className="ways no-print">
      <div className="card">
        <h3>{texts.wayOne}</h3>
        {channels.includes("E_CONTRACT_SYSTEM") ? <p>{texts.wayOneLead}</p> : <p>{texts.noUpload}</p>}
        <NoticeButton guaranteeId={guarantee.id} />
      </div>
      <div className="card">
        <h3>{texts.wayTwo}</h3>
        {channels.includes("EMAIL") ? <SendByMail guarantee={guarantee} onSent={onChanged} /> : <p>{texts.noMail}</p>}
      </div>
    </div>
  );
}
