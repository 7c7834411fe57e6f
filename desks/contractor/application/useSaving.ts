import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "urql";
import { outcome } from "../../gql/outcomes.ts";
import type { Input, Kind } from "./form.ts";
import { SaveForm } from "./operations.ts";
import { type Attempt, Saver, type Saving } from "./saver.ts";

export type Start = { id: string | null; version: number | null; savedAt: string | null };

/** 預託金融機関 as the server has saved them: in full width. */
type Banks = readonly { kind: Kind | null; depositBank: string | null }[];

/** Keeps the form saved while it is filled in. */
export function useSaving(start: Start, input: Input, created: (id: string) => void) {
  const client = useClient();
  const [saving, setSaving] = useState<Saving>(
    start.savedAt === null ? { is: "untouched" } : { is: "saved", at: start.savedAt },
  );
  const banks = useRef<Banks>([]);
  const onCreated = useRef(created);
  onCreated.current = created;
  const send = useCallback(
    async (attempt: Attempt) => {
      const result = outcome(await client.mutation(SaveForm, { input: attempt }).toPromise(), "DraftSaved");
      if (!result.ok) return result;
      const { id, draft } = result.value.application;
      banks.current = draft?.guarantees ?? [];
      // A form that was saved and sent since has no draft any more: then this page is behind.
      return { ok: true as const, value: { id, version: draft?.version ?? 0, savedAt: draft?.savedAt ?? "" } };
    },
    [client],
  );
  const [saver] = useState(
    () => new Saver({ ...start, input, send, tell: setSaving, created: (id) => onCreated.current(id) }),
  );
  useEffect(() => saver.want(input), [saver, input]);
  useEffect(() => {
    const online = () => {
      if (saver.isUnsaved) void saver.flush();
    };
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("online", online);
      saver.stop();
    };
  }, [saver]);
  return { saver, saving, banks };
}
