import { useCallback, useEffect, useRef, useState } from "react";
import { type AnyVariables, type OperationResult, type TypedDocumentNode, useClient } from "urql";

/** A link to a file, valid for five minutes; `retryAfter` says in how many seconds a document that is being made is ready. */
export type FileAt = { url: string; filename: string; state?: string; retryAfter?: number | null };
export type FileState =
  | { is: "idle" | "asking" | "failed" | "gone" | "unreachable" }
  | { is: "making"; retryAfter: number }
  /** The browser has not opened it by itself: one click more does. */
  | { is: "ready"; file: FileAt };

/** How often a document that is being made is asked for. */
const TRIES = 20;
const LONGEST_WAIT = 5;

type Ask<Data, Variables> = {
  query: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  /** Where the file stands in the answer; null if there is none for the viewer. */
  of: (data: Data) => FileAt | null | undefined;
  /** Save it under its name instead of opening it in a new tab. */
  saves?: boolean;
};

/** Asks for a fresh link on the call of `open`, because links expire and asking for one may be recorded; then opens the file. */
export function useFile<Data, Variables extends AnyVariables>({ query, variables, of, saves }: Ask<Data, Variables>) {
  const client = useClient();
  const [state, setState] = useState<FileState>({ is: "idle" });
  const isUnderWay = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  const ask = useCallback(async (): Promise<FileState> => {
    for (let tries = 0; tries < TRIES; tries++) {
      const result = await client.query(query, variables, { requestPolicy: "network-only" }).toPromise();
      const told = tell(result, result.data === undefined ? null : of(result.data));
      if (told.is !== "making") return told;
      setState(told);
      await seconds(Math.min(told.retryAfter, LONGEST_WAIT));
      if (isGone.current) break;
    }
    return { is: isGone.current ? "idle" : "failed" };
  }, [client, query, variables, of]);
  const open = useCallback(async () => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setState({ is: "asking" });
    const answer = await ask();
    isUnderWay.current = false;
    const isShown = answer.is === "ready" && show(answer.file, saves ?? false);
    setState(isShown ? { is: "idle" } : answer);
  }, [ask, saves]);
  const done = useCallback(() => setState({ is: "idle" }), []);
  return { state, open, done };
}

function tell(result: OperationResult, file: FileAt | null | undefined): FileState {
  if (result.error?.networkError) return { is: "unreachable" };
  if (!file) return { is: result.error ? "failed" : "gone" };
  if (file.state === "FAILED") return { is: "failed" };
  return file.state === "MAKING" ? { is: "making", retryAfter: file.retryAfter ?? 1 } : { is: "ready", file };
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}

/** Whether the browser has taken it: blockers of pop-ups do not. */
function show(file: FileAt, saves: boolean): boolean {
  if (!saves) return window.open(file.url, "_blank") !== null;
  const link = document.createElement("a");
  link.href = file.url;
  link.download = file.filename;
  link.click();
  return true;
}
