import { useRef, useState } from "react";
import { useClient } from "urql";
import { makeKey } from "../../gql/idempotency.ts";
import { outcome } from "../../gql/outcomes.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { ofAttachment } from "../../shared/messages/MessageList.tsx";
import { AttachmentFile } from "../../shared/messages/operations.ts";
import { COMMON } from "../../shared/texts.ts";
import { formatNumber } from "../../shared/typed.ts";
import { useAct } from "../../shared/useAct.ts";
import { FileDrop } from "../../ui/form/FileDrop.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { AttachToAmendment, DetachFromAmendment } from "./operations.ts";
import { AMENDMENT } from "./texts.ts";

type Attached = { id: string; filename: string; bytes: number };
type Props = { applicationId: string; requestId: string; files: readonly Attached[]; onChanged: () => void };
type Upload = { key: string; name: string; state: "sending" | "done" | "failed"; message: string };

/** Files of a request for an amendment: those attached, and more by drag and drop, each with its result. */
export function AttachFiles({ applicationId, requestId, files, onChanged }: Props) {
  const texts = useTexts(AMENDMENT);
  const { uploads, attach } = useUploads({ applicationId, requestId, onChanged });
  const underWay = uploads.filter((upload) => upload.state !== "done");
  return (
    <div className="stack no-print">
      <AttachedFiles files={files} onRemoved={onChanged} />
      <ul className="plain" aria-live="polite">
        {underWay.map((upload) => (
          <li key={upload.key}>
            {upload.name}{" "}
            {upload.state === "sending" ? (
              <span className="hint">{texts.attaching}</span>
            ) : (
              <>
                <StatusTag tone="bad">{texts.notAttached}</StatusTag> {upload.message}
              </>
            )}
          </li>
        ))}
      </ul>
      <FileDrop
        label={texts.attach}
        hint={texts.attachHint}
        accept="application/pdf,image/png,image/jpeg"
        multiple
        onFiles={(chosen) => void attach(chosen)}
      />
    </div>
  );
}

/** One after the other; that one fails does not stop the others. */
function useUploads({ applicationId, requestId, onChanged }: Omit<Props, "files">) {
  const client = useClient();
  const texts = useTexts(COMMON);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const queue = useRef(Promise.resolve());
  const send = async (key: string, file: File) => {
    const input = { applicationId, amendmentRequestId: requestId, file, idempotencyKey: key };
    const result = outcome(await client.mutation(AttachToAmendment, { input }).toPromise(), "AttachmentAdded");
    const message = result.ok ? "" : (result.problems[0]?.message ?? (result.message || texts.unreachable));
    const state = result.ok ? "done" : "failed";
    setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, state, message } : upload)));
    if (result.ok) onChanged();
  };
  const attach = (files: readonly File[]) => {
    const added = files.map((file) => ({ key: makeKey(), file }));
    const shown = added.map(({ key, file }): Upload => ({ key, name: file.name, state: "sending", message: "" }));
    setUploads((all) => [...all, ...shown]);
    for (const { key, file } of added) queue.current = queue.current.then(() => send(key, file));
    return queue.current;
  };
  return { uploads, attach };
}

/** Attached files with their links; without `onRemoved` they cannot be removed. */
export function AttachedFiles({ files, onRemoved }: { files: readonly Attached[]; onRemoved?: () => void }) {
  const texts = useTexts(AMENDMENT);
  const { run, isBusy, refused } = useAct(DetachFromAmendment, "AttachmentRemoved");
  const remove = async (attachmentId: string) => {
    const result = await run(() => ({ input: { attachmentId } }));
    if (result?.ok) onRemoved?.();
  };
  if (files.length === 0) return null;
  return (
    <>
      <ul className="plain" aria-label={texts.attachments}>
        {files.map((file) => (
          <li key={file.id} className="row">
            <FileButton look="text" query={AttachmentFile} variables={{ id: file.id }} of={ofAttachment}>
              {file.filename}
            </FileButton>
            <span className="hint">{texts.bytes(formatNumber(Math.ceil(file.bytes / 1000)))}</span>
            {onRemoved && (
              <Button look="text" isBusy={isBusy} onClick={() => void remove(file.id)}>
                {texts.remove}
                <span className="visually-hidden">{file.filename}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {refused && (
        <p className="problem" role="alert">
          {refused.message}
        </p>
      )}
    </>
  );
}
