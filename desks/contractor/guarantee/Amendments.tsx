import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { AMENDMENT_STATUS } from "../../shared/labels.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { termsOf } from "../../shared/terms.ts";
import { AMENDMENT_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment } from "../../shared/typed.ts";
import { useAct } from "../../shared/useAct.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { ConfirmDialog } from "../../ui/parts/ConfirmDialog.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { AttachedFiles, AttachFiles } from "../amendment/AttachFiles.tsx";
import { FIELDS, nameOf, show } from "../amendment/changes.ts";
import { WithdrawAmendmentRequest } from "../amendment/operations.ts";
import { AMENDMENT } from "../amendment/texts.ts";
import { type Amendment, type Guarantee, openAmendment, type Rights } from "./types.ts";

type Props = { guarantee: Guarantee; rights: Rights; onChanged: () => void };

/** 変更の依頼: all of them, the newest first, and the way to a new one. */
export function Amendments({ guarantee, rights, onChanged }: Props) {
  const texts = useTexts(AMENDMENT);
  const mayRequest = rights.mayAct && guarantee.status === "IN_FORCE" && openAmendment(guarantee) === undefined;
  return (
    <Section
      anchor="amendments"
      title={texts.section}
      actions={
        mayRequest && (
          <Link className="button secondary" to="/guarantees/$id/amendment" params={{ id: guarantee.id }}>
            {texts.send}
          </Link>
        )
      }
    >
      {guarantee.amendmentRequests.length === 0 && (
        <p className="hint">
          {texts.none}
          {mayRequest && texts.noneLead}
        </p>
      )}
      {guarantee.amendmentRequests.toReversed().map((request) => (
        <Request key={request.id} {...{ request, guarantee, onChanged }} mayAct={rights.mayAct} />
      ))}
    </Section>
  );
}

type RequestProps = { request: Amendment; guarantee: Guarantee; mayAct: boolean; onChanged: () => void };

function Request({ request, guarantee, mayAct, onChanged }: RequestProps) {
  const texts = useTexts(AMENDMENT);
  const states = useTexts(AMENDMENT_STATUS);
  const { language } = useLanguage();
  const terms = termsOf(guarantee.contract.contractType, language);
  const isOpen = request.status === "OPEN";
  const changed = FIELDS.filter((field) => request[field] !== null);
  return (
    <article className="card">
      <p className="row">
        <strong>{texts.number(request.number)}</strong>
        <StatusTag tone={toneOf(AMENDMENT_TONE, request.status)}>{states[request.status] ?? request.status}</StatusTag>
        <span className="hint">{texts.requested(formatMoment(request.requestedAt), request.by)}</span>
      </p>
      <Facts
        facts={[
          ...changed.map((field) => ({ name: nameOf(field, texts, terms), value: show(field, request[field]) })),
          { name: texts.reason, value: request.reason },
          { name: texts.declinedFor, value: request.decisionReason },
        ]}
      />
      {isOpen && mayAct ? (
        <>
          <AttachFiles
            applicationId={guarantee.application.id}
            requestId={request.id}
            files={request.attachments}
            onChanged={onChanged}
          />
          <WithdrawRequest requestId={request.id} onDone={onChanged} />
        </>
      ) : (
        <AttachedFiles files={request.attachments} />
      )}
    </article>
  );
}

function WithdrawRequest({ requestId, onDone }: { requestId: string; onDone: () => void }) {
  const texts = useTexts(AMENDMENT);
  const [isAsking, setIsAsking] = useState(false);
  const { run, isBusy, refused } = useAct(WithdrawAmendmentRequest, "AmendmentRequestWithdrawn");
  const withdraw = async () => {
    const result = await run(() => ({ input: { amendmentRequestId: requestId } }));
    if (result?.ok) onDone();
  };
  return (
    <div className="form-actions no-print">
      <Button look="danger" onClick={() => setIsAsking(true)}>
        {texts.withdraw}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={texts.withdrawTitle}
          confirm={texts.withdraw}
          cancel={texts.cancel}
          isBusy={isBusy}
          onConfirm={() => void withdraw()}
          onClose={() => setIsAsking(false)}
        >
          <RefusedBanner refused={refused} />
          <p>{texts.withdrawNote}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
