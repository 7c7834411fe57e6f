import { useCallback, useRef, useState } from "react";
import { useClient } from "urql";
import { makeKey } from "../../../gql/idempotency.ts";
import { outcome, UNREACHABLE } from "../../../gql/outcomes.ts";
import { useTexts } from "../../../shared/language.tsx";
import { COMMON } from "../../../shared/texts.ts";
import { AttachFile } from "./operations.ts";

/** A file on its way; the same key is sent again, so that a retry attaches nothing twice. */
export type Upload = {
  key: string;
  file: File;
  state: { is: "waiting" | "sending" } | { is: "failed"; message: string };
};

/** Attaches files one after the other; one that is refused does not stop the others. */
export function useUploads(ensureId: () => Promise<string | null>, attached: () => void) {
  const client = useClient();
  const texts = useTexts(COMMON);
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const [attachedName, setAttachedName] = useState<string | null>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const latest = useRef({ ensureId, attached });
  latest.current = { ensureId, attached };
  const mark = useCallback((key: string, state: Upload["state"]) => {
    setUploads((all) => all.map((each) => (each.key === key ? { ...each, state } : each)));
  }, []);
  const send = useCallback(
    async ({ key, file }: Upload) => {
      mark(key, { is: "sending" });
      const applicationId = await latest.current.ensureId();
      if (applicationId === null) return mark(key, { is: "failed", message: texts.unreachable });
      const input = { applicationId, file, idempotencyKey: key };
      const result = outcome(await client.mutation(AttachFile, { input }).toPromise(), "AttachmentAdded");
      if (result.ok) {
        setUploads((all) => all.filter((each) => each.key !== key));
        setAttachedName(file.name);
        latest.current.attached();
        return;
      }
      const told = result.problems.map((problem) => problem.message).join(" ") || result.message;
      mark(key, { is: "failed", message: told || (result.code === UNREACHABLE ? texts.unreachable : texts.internal) });
    },
    [client, texts, mark],
  );
  const enqueue = useCallback(
    (upload: Upload) => {
      queue.current = queue.current.then(() => send(upload));
    },
    [send],
  );
  const add = useCallback(
    (files: readonly File[]) => {
      const fresh = files.map((file): Upload => ({ key: makeKey(), file, state: { is: "waiting" } }));
      setUploads((all) => [...all, ...fresh]);
      fresh.forEach(enqueue);
    },
    [enqueue],
  );
  const retry = useCallback(
    (upload: Upload) => {
      mark(upload.key, { is: "waiting" });
      enqueue(upload);
    },
    [enqueue, mark],
  );
  const dismiss = useCallback((key: string) => setUploads((all) => all.filter((each) => each.key !== key)), []);
  return { uploads, attachedName, add, retry, dismiss };
}
