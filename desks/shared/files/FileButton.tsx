import type { ReactNode } from "react";
import type { AnyVariables, TypedDocumentNode } from "urql";
import { Button } from "../../ui/parts/Button.tsx";
import { useTexts } from "../language.tsx";
import { FILES } from "./texts.ts";
import { type FileAt, useFile } from "./useFile.ts";

type Props<Data, Variables> = {
  query: TypedDocumentNode<Data, Variables>;
  variables: Variables;
  of: (data: Data) => FileAt | null | undefined;
  children: ReactNode;
  /** Save the file (CSV) instead of opening it in a new tab (PDF). */
  saves?: boolean;
  look?: "primary" | "secondary" | "text";
  /** After the file was asked for, for what the server has recorded by it. */
  onOpened?: () => void;
};

/** Opens a file behind a signed link: the link is asked for on the click; a document that is being made is waited for. */
export function FileButton<Data, Variables extends AnyVariables>({
  children,
  look = "secondary",
  onOpened,
  ...ask
}: Props<Data, Variables>) {
  const texts = useTexts(FILES);
  const { state, open, done } = useFile(ask);
  const isBusy = state.is === "asking" || state.is === "making";
  const problem = state.is === "failed" || state.is === "gone" || state.is === "unreachable" ? texts[state.is] : null;
  return (
    <span className="file-button">
      {state.is === "ready" ? (
        <a className={`button ${look}`} href={state.file.url} target="_blank" rel="noopener" onClick={done}>
          {texts.openReady(state.file.filename)}
        </a>
      ) : (
        <Button look={look} isBusy={isBusy} onClick={() => void open().then(onOpened)}>
          {children}
          {!ask.saves && <span className="visually-hidden">{texts.newTab}</span>}
        </Button>
      )}
      <span role="status" className="hint">
        {state.is === "making" ? texts.making : ""}
      </span>
      {problem && (
        <span role="alert" className="problem">
          {problem}
        </span>
      )}
    </span>
  );
}
