import { useBlocker } from "@tanstack/react-router";
import { useCallback, useState } from "react";
import { useClient } from "urql";
import { outcome } from "../../gql/outcomes.ts";
import { useTexts } from "../../shared/language.tsx";
import { useRefusalText } from "../../shared/useRefusalText.ts";
import { FileDrop } from "../../ui/form/FileDrop.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { DESK } from "../texts.ts";
import { useMayAct } from "../useMayAct.ts";
import { NoticeTable } from "./NoticeTable.tsx";
import { UploadNotice } from "./operations.ts";
import { addNotices, removeDone, tryAgain, type Upload, useNotices } from "./queue.ts";
import { NOTICES } from "./texts.ts";

/** Key notices by drag and drop, many at once, each with its own result. */
export function NoticesPage() {
  const texts = useTexts(NOTICES);
  const desk = useTexts(DESK);
  const { mayAct } = useMayAct();
  const [reference, setReference] = useState("");
  const upload = useUpload();
  return (
    <>
      <PageHead title={desk.upload} lead={texts.lead} />
      {mayAct ? (
        <>
          <TextField
            label={texts.reference}
            hint={texts.referenceHint}
            maxLength={120}
            autoComplete="off"
            value={reference}
            onChange={setReference}
          />
          <FileDrop
            label={texts.drop}
            hint={texts.hint}
            accept="application/pdf,.pdf"
            multiple
            onFiles={(files) => void addNotices(files, reference.trim() || null, upload)}
          />
          <Results upload={upload} />
        </>
      ) : (
        <EmptyState title={texts.reader} />
      )}
    </>
  );
}

/** Sends one notice; what did not arrive is a failure like others, and can be tried again. */
function useUpload(): Upload {
  const client = useClient();
  const inWords = useRefusalText();
  return useCallback(
    async ({ file, contractReference, idempotencyKey }) => {
      const input = { file, contractReference, idempotencyKey };
      const result = outcome(await client.mutation(UploadNotice, { input }).toPromise(), "NoticeFiled");
      return result.ok ? result : { ...result, message: inWords(result) };
    },
    [client, inWords],
  );
}

function Results({ upload }: { upload: Upload }) {
  const texts = useTexts(NOTICES);
  const notices = useNotices();
  const count = (state: string) => notices.filter((one) => one.state === state).length;
  const [done, failed] = [count("done"), count("failed")];
  const isWorking = done + failed < notices.length;
  useBlocker({ shouldBlockFn: () => false, enableBeforeUnload: isWorking });
  if (notices.length === 0) {
    return (
      <Section title={texts.list}>
        <EmptyState title={texts.empty}>
          <p>{texts.emptyLead}</p>
        </EmptyState>
      </Section>
    );
  }
  return (
    <Section
      title={texts.list}
      actions={
        done > 0 && (
          <Button look="text" onClick={removeDone}>
            {texts.clear}
          </Button>
        )
      }
    >
      <p role="status">
        {isWorking ? texts.working(done + failed, notices.length) : texts.progress(done, notices.length, failed)}
      </p>
      <progress aria-label={texts.list} max={notices.length} value={done + failed} />
      <NoticeTable notices={notices} onAgain={(key) => void tryAgain(key, upload)} />
    </Section>
  );
}
