import { useRef, useState } from "react";
import { useClient } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { outcome } from "../../gql/outcomes.ts";
import { useTexts } from "../../shared/language.tsx";
import { useRefusalText } from "../../shared/useRefusalText.ts";
import { FileDrop } from "../../ui/form/FileDrop.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { DESK } from "../texts.ts";
import { FindingShown } from "./Finding.tsx";
import { VerifyDocument } from "./operations.ts";
import { CHECK } from "./texts.ts";

type State =
  | { is: "nothing" | "checking" }
  | { is: "found"; finding: ResultOf<typeof VerifyDocument>["verifyDocument"]; fileName: string }
  | { is: "refused"; message: string };

/** The offline check: whether the PDF of a certificate is genuine, unaltered and counts now. */
export function CheckPage() {
  const texts = useTexts(CHECK);
  const desk = useTexts(DESK);
  const inWords = useRefusalText();
  const client = useClient();
  const asked = useRef(0);
  const [state, setState] = useState<State>({ is: "nothing" });
  const check = async (file: File) => {
    const number = ++asked.current;
    setState({ is: "checking" });
    const query = client.query(VerifyDocument, { file }, { requestPolicy: "network-only" });
    const told = outcome(await query.toPromise(), "DocumentVerification");
    if (number !== asked.current) return;
    if (told.ok) setState({ is: "found", finding: told.value, fileName: file.name });
    else setState({ is: "refused", message: inWords(told) });
  };
  return (
    <>
      <PageHead title={desk.check} lead={texts.lead} />
      <FileDrop
        label={texts.drop}
        hint={texts.hint}
        accept="application/pdf,.pdf"
        onFiles={([file]) => file && void check(file)}
      />
      <Section title={texts.result}>
        <div aria-live="polite">
          {state.is === "nothing" && (
            <EmptyState title={texts.nothing}>
              <p>{texts.nothingLead}</p>
            </EmptyState>
          )}
          {state.is === "checking" && <Skeleton lines={6} />}
          {state.is === "refused" && <Banner tone="bad" title={state.message} />}
          {state.is === "found" && <FindingShown finding={state.finding} fileName={state.fileName} />}
        </div>
      </Section>
    </>
  );
}
