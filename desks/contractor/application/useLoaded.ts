import { useCallback, useEffect, useState } from "react";
import { useClient } from "urql";
import { fromDraft, fromSent, type Form, type Sent } from "./form.ts";
import { ApplicationForm, SentApplication } from "./operations.ts";
import type { Start } from "./useSaving.ts";

export type Loaded =
  | { is: "loading" | "failed" | "missing" | "sent" }
  /** `sent` is the application that came back; null for a draft. */
  | { is: "open"; start: Start; form: Form; sent: Sent | null; generation: number };

/** An application, read once: what is typed from then on is not overwritten by what is read later. */
export function useLoaded(id: string): { loaded: Loaded; reload: () => void } {
  const client = useClient();
  const [loaded, setLoaded] = useState<Loaded>({ is: "loading" });
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    let isCurrent = true;
    const read = async (): Promise<Loaded> => {
      const policy = { requestPolicy: "network-only" } as const;
      const first = await client.query(ApplicationForm, { id }, policy).toPromise();
      if (first.error !== undefined) return { is: "failed" };
      const node = first.data?.node;
      if (node?.__typename !== "Application") return { is: "missing" };
      const start = { id, version: node.draft?.version ?? null, savedAt: node.draft?.savedAt ?? null };
      const draft = node.draft === null ? null : fromDraft(node.draft);
      if (node.status === "DRAFT") return draft ? { is: "open", start, form: draft, sent: null, generation } : { is: "missing" };
      if (node.status !== "RETURNED") return { is: "sent" };
      const second = await client.query(SentApplication, { id }, policy).toPromise();
      const sent = second.data?.node;
      if (sent?.__typename !== "Application") return { is: "failed" };
      return { is: "open", start, form: draft ?? fromSent(sent), sent, generation };
    };
    void read().then((result) => {
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
  return { loaded, reload };
}
