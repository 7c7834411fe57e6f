import type { Client } from "@urql/core";
import { useCallback, useEffect, useState } from "react";
import { useClient } from "urql";
import type { Form, Sent } from "./form.ts";
import { ApplicationForm } from "./operations.ts";
import { fromDraft, fromSent } from "./reading.ts";
import type { Start } from "./useSaving.ts";
import { SentApplication } from "./view/operations.ts";

/** An application that can be edited; `sent` is the one that came back, null for a draft. */
type Open = { is: "open"; start: Start; form: Form; sent: Sent | null };
export type Loaded = { is: "loading" } | { is: "failed" } | { is: "missing" } | { is: "sent" } | Open;

const FRESH = { requestPolicy: "network-only" } as const;

async function read(client: Client, id: string): Promise<Loaded> {
  const result = await client.query(ApplicationForm, { id }, FRESH).toPromise();
  if (result.error !== undefined) return { is: "failed" };
  const node = result.data?.node;
  if (node?.__typename !== "Application") return { is: "missing" };
  const { status, draft } = node;
  const start = { id, version: draft?.version ?? null, savedAt: draft?.savedAt ?? null };
  if (status === "RETURNED") return await readReturned(client, start, draft === null ? null : fromDraft(draft));
  if (status !== "DRAFT") return { is: "sent" };
  return draft === null ? { is: "missing" } : { is: "open", start, form: fromDraft(draft), sent: null };
}

async function readReturned(client: Client, start: Start, saved: Form | null): Promise<Loaded> {
  const result = await client.query(SentApplication, { id: start.id ?? "" }, FRESH).toPromise();
  const sent = result.data?.node;
  if (sent?.__typename !== "Application") return { is: "failed" };
  // Members of a joint venture read what their lead has sent.
  if (sent.contract.contractor.id !== result.data?.viewer?.contractor?.id) return { is: "sent" };
  return { is: "open", start, form: saved ?? fromSent(sent), sent };
}

/** An application, read once: what is typed from then on is not overwritten by what is read later. */
export function useLoaded(id: string): { loaded: Loaded; generation: number; reload: () => void } {
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded>({ is: "loading" });
  const [generation, setGeneration] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another generation reads again
  useEffect(() => {
    let isCurrent = true;
    void read(client, id).then((result) => {
      if (isCurrent) setLoaded(result);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, id, generation]);
  const reload = useCallback(() => {
    setLoaded({ is: "loading" });
    setGeneration((count) => count + 1);
  }, []);
  return { loaded, generation, reload };
}
