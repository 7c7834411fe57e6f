import { useCallback } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../../gql/graphql.ts";
import { FileButton } from "../../../shared/files/FileButton.tsx";
import { useTexts } from "../../../shared/language.tsx";
import { ofAttachment } from "../../../shared/messages/MessageList.tsx";
import { AttachmentFile } from "../../../shared/messages/operations.ts";
import { formatMoment } from "../../../shared/typed.ts";
import { useAct } from "../../../shared/useAct.ts";
import { FileDrop } from "../../../ui/form/FileDrop.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { FORM } from "../texts/form.ts";
import { ApplicationAttachments, RemoveFile } from "./operations.ts";
import { type Upload, useUploads } from "./useUploads.ts";

type Node = NonNullable<ResultOf<typeof ApplicationAttachments>["node"]>;
type Attachment = Extract<Node, { __typename: "Application" }>["attachments"][number];
type Props = {
  /** Null while the draft is not saved yet. */
  id: string | null;
  ensureId: () => Promise<string | null>;
  canAdd: boolean;
};

/** The files of an application: added by drag and drop, each with its result, and removed again. */
export function Attachments({ id, ensureId, canAdd }: Props) {
  const texts = useTexts(FORM);
  const { attachments, refresh } = useAttachments(id);
  const { uploads, attachedName, add, retry, dismiss } = useUploads(ensureId, refresh);
  return (
    <div className="stack">
      {canAdd && (
        <>
          <p className="hint">{texts.filesLead}</p>
          <FileDrop
            label={texts.chooseFiles}
            hint={texts.filesHint}
            accept="application/pdf,image/png,image/jpeg"
            multiple
            onFiles={add}
          />
          <p className="visually-hidden" role="status">
            {attachedName === null ? "" : texts.attached(attachedName)}
          </p>
          {uploads.length > 0 && (
            <ul className="files" aria-live="polite" aria-label={texts.uploading}>
              {uploads.map((upload) => (
                <UploadRow key={upload.key} upload={upload} onRetry={retry} onDismiss={dismiss} />
              ))}
            </ul>
          )}
        </>
      )}
      {attachments.length === 0 ? (
        <p className="hint">{texts.noFiles}</p>
      ) : (
        <ul className="files" aria-label={texts.files}>
          {attachments.map((attachment) => (
            <AttachmentRow key={attachment.id} attachment={attachment} canRemove={canAdd} onRemoved={refresh} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** What is attached to an application, read again on `refresh`. */
export function useAttachments(id: string | null) {
  const [result, execute] = useQuery({
    query: ApplicationAttachments,
    variables: { id: id ?? "" },
    pause: id === null,
  });
  const refresh = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  const node = result.data?.node;
  const attachments: readonly Attachment[] = node?.__typename === "Application" ? node.attachments : [];
  return { attachments, isLoaded: id === null || result.data !== undefined, refresh };
}

type UploadProps = { upload: Upload; onRetry: (upload: Upload) => void; onDismiss: (key: string) => void };

function UploadRow({ upload, onRetry, onDismiss }: UploadProps) {
  const texts = useTexts(FORM);
  const { state, file, key } = upload;
  return (
    <li className={state.is === "failed" ? "file failed" : "file"} aria-busy={state.is === "sending"}>
      <span className="file-name">{file.name}</span>
      {state.is === "failed" ? (
        <>
          <span className="problem">{state.message}</span>
          <Button look="text" onClick={() => onRetry(upload)}>
            {texts.retryFile}
          </Button>
          <Button look="text" onClick={() => onDismiss(key)}>
            {texts.dismissFile}
          </Button>
        </>
      ) : (
        <span className="hint">{state.is === "waiting" ? texts.waiting : texts.uploading}</span>
      )}
      {state.is === "sending" && <progress aria-label={texts.uploading} />}
    </li>
  );
}

type RowProps = { attachment: Attachment; canRemove: boolean; onRemoved: () => void };

function AttachmentRow({ attachment, canRemove, onRemoved }: RowProps) {
  const texts = useTexts(FORM);
  const remove = useAct(RemoveFile, "AttachmentRemoved");
  const { id, filename, bytes, uploadedAt, by } = attachment;
  const act = async () => {
    const result = await remove.run(() => ({ input: { attachmentId: id } }));
    if (result?.ok) onRemoved();
  };
  return (
    <li className="file">
      <FileButton look="text" query={AttachmentFile} variables={{ id }} of={ofAttachment}>
        {filename}
      </FileButton>
      <span className="hint">
        {Math.ceil(bytes / 1024).toLocaleString()} KB　{formatMoment(uploadedAt)}
        {by === "SURETY" && `　${texts.bySurety}`}
      </span>
      {canRemove && by === "CONTRACTOR" && (
        <Button look="text" isBusy={remove.isBusy} onClick={() => void act()} aria-label={texts.removeFileOf(filename)}>
          {texts.removeFile}
        </Button>
      )}
      {remove.refused && (
        <span className="problem" role="alert">
          {remove.refused.message}
        </span>
      )}
    </li>
  );
}
