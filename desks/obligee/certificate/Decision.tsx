import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { HANDOVER_STATUS } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { HANDOVER_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment } from "../../shared/typed.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { useMayAct } from "../useMayAct.ts";
import { DecisionDialog } from "./DecisionDialog.tsx";
import { CERTIFICATE } from "./texts.ts";
import type { Certificate } from "./types.ts";

type Props = { certificate: Certificate; differences: number; onDecided: () => void };

/** How far the hand-over has come, and the obligee's decision. */
export function Decision({ certificate, differences, onDecided }: Props) {
  const texts = useTexts(CERTIFICATE);
  const states = useTexts(HANDOVER_STATUS);
  const [asked, setAsked] = useState<"accept" | "return" | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const handover = certificate.guarantee.handovers.at(-1);
  if (handover === undefined) return null;
  const reference = certificate.guarantee.receivedNotices.findLast((one) => one.contractReference)?.contractReference;
  const finish = (message: string) => {
    setAsked(null);
    setDone(message);
    onDecided();
  };
  return (
    <section className="card" aria-labelledby="decision">
      <h2 id="decision">{texts.state}</h2>
      <p>
        <StatusTag tone={toneOf(HANDOVER_TONE, handover.status)}>
          {states[handover.status] ?? handover.status}
        </StatusTag>
      </p>
      {done && <DoneBanner title={done} />}
      <Facts
        facts={[
          { name: texts.reference, value: reference ?? null },
          { name: texts.sent, value: handover.sentAt && formatMoment(handover.sentAt) },
          { name: texts.viewed, value: handover.viewedAt && formatMoment(handover.viewedAt) },
          { name: texts.decided, value: handover.decidedAt && formatMoment(handover.decidedAt) },
          { name: texts.returnedBecause, value: handover.reason },
        ]}
      />
      <Choice certificate={certificate} status={handover.status} onAsk={setAsked} />
      {asked && (
        <DecisionDialog
          act={asked}
          certificate={certificate}
          differences={differences}
          onClose={() => setAsked(null)}
          onDone={finish}
        />
      )}
    </section>
  );
}

type ChoiceProps = { certificate: Certificate; status: string; onAsk: (act: "accept" | "return") => void };

function Choice({ certificate, status, onAsk }: ChoiceProps) {
  const texts = useTexts(CERTIFICATE);
  const { mayAct } = useMayAct();
  if (status === "ACCEPTED") return <p className="hint">{texts.accepted}</p>;
  if (status === "RETURNED") return <p className="hint">{texts.returned}</p>;
  const isCurrent = certificate.guarantee.certificate?.id === certificate.id;
  if (!isCurrent || !certificate.validity.isValid) return <p className="hint">{texts.notDecidable}</p>;
  if (!mayAct) return <p className="hint">{texts.reader}</p>;
  return (
    <>
      <p className="hint">{texts.toDo}</p>
      <div className="row">
        <Button onClick={() => onAsk("accept")}>{texts.accept}</Button>
        <Button look="secondary" onClick={() => onAsk("return")}>
          {texts.giveBack}
        </Button>
      </div>
    </>
  );
}
