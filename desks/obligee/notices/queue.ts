/**
 * Key notices on their way to the server: one after the other, each with its result.
 *
 * The queue outlives the page that shows it, so that nothing is lost when another page is opened meanwhile.
 */
import { useSyncExternalStore } from "react";
import { makeKey } from "../../gql/idempotency.ts";
import type { Outcome } from "../../gql/outcomes.ts";

export type Filed = { id: string; guaranteeNumber: string; projectName: string; principalName: string };
/** `idempotencyKey` stays the same when the file is tried again. */
export type Notice = {
  idempotencyKey: string;
  file: File;
  contractReference: string | null;
  state: "waiting" | "sending" | "done" | "failed";
  filed?: Filed;
  code?: string;
  message?: string;
  retryAfter?: number | null;
};
export type Upload = (notice: Notice) => Promise<Outcome<{ certificate: Filed }>>;

let notices: readonly Notice[] = [];
let isRunning = false;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

function change(idempotencyKey: string, to: Partial<Notice>): void {
  set(notices.map((one) => (one.idempotencyKey === idempotencyKey ? { ...one, ...to } : one)));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices);
}

export function addNotices(files: readonly File[], contractReference: string | null, upload: Upload): Promise<void> {
  const added = files.map((file) => ({
    idempotencyKey: makeKey(),
    file,
    contractReference,
    state: "waiting" as const,
  }));
  set([...notices, ...added]);
  return work(upload);
}

export function tryAgain(idempotencyKey: string, upload: Upload): Promise<void> {
  change(idempotencyKey, { state: "waiting" });
  return work(upload);
}

export function removeDone(): void {
  set(notices.filter((one) => one.state !== "done"));
}

async function work(upload: Upload): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  for (let next = following(); next !== undefined; next = following()) {
    change(next.idempotencyKey, { state: "sending" });
    change(next.idempotencyKey, await attempt(next, upload));
  }
  isRunning = false;
}

function following(): Notice | undefined {
  return notices.find((one) => one.state === "waiting");
}

async function attempt(notice: Notice, upload: Upload): Promise<Partial<Notice>> {
  const result = await upload(notice);
  if (result.ok) return { state: "done", filed: result.value.certificate };
  const payload = result.payload as { retryAfter?: number | null } | undefined;
  return {
    state: "failed",
    code: result.code,
    message: result.problems[0]?.message ?? result.message,
    retryAfter: payload?.retryAfter ?? null,
  };
}
