import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../../gql/graphql.ts";
import { usePolling } from "../../../shared/hooks/usePolling.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { NotFound } from "../../../shared/NotFound.tsx";
import { formatMoment } from "../../../shared/typed.ts";
import { useIsReader } from "../../../shared/useIsReader.ts";
import { PageHead } from "../../../ui/layout/PageHead.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { LoadFailure } from "../../../ui/parts/LoadFailure.tsx";
import { Section } from "../../../ui/parts/Section.tsx";
import { Skeleton } from "../../../ui/parts/Skeleton.tsx";
import { Steps } from "../../../ui/parts/Steps.tsx";
import { ContractFactsList } from "../parts/ContractFactsList.tsx";
import { PROCESS } from "../texts/process.ts";
import { VIEW } from "../texts/view.ts";
import { Aftermath } from "./Aftermath.tsx";
import { SentApplication } from "./operations.ts";
import { SentContact, SentGuarantees } from "./SentFacts.tsx";
import { Withdraw } from "./Withdraw.tsx";

export type SentNode = Extract<NonNullable<ResultOf<typeof SentApplication>["node"]>, { __typename: "Application" }>;

/** An application as it was sent, read again while it is looked at. */
export function useSent(id: string) {
  const [result, execute] = useQuery({ query: SentApplication, variables: { id } });
  const refresh = useCallback(() => execute({ requestPolicy: "network-only" }), [execute]);
  usePolling(refresh);
  const isReader = useIsReader();
  const node = result.data?.node;
  const contractorId = result.data?.viewer?.contractor?.id;
  // Members of a joint venture read the application of their lead.
  const isOwn = node?.__typename === "Application" && node.contract.contractor.id === contractorId;
  return {
    isOwn,
    mayAct: isOwn && !isReader,
    sent: node?.__typename === "Application" ? node : null,
    isMissing: result.data !== undefined && node?.__typename !== "Application",
    hasFailed: result.error !== undefined && result.data === undefined,
    refresh,
  };
}

/** What was sent, and what has come of it; right after the sending 送信完了. */
export function SentPage({ id, isJustSent = false }: { id: string; isJustSent?: boolean }) {
  const texts = useTexts(VIEW);
  const process = useTexts(PROCESS);
  const { language } = useLanguage();
  const { sent, isMissing, hasFailed, isOwn, mayAct, refresh } = useSent(id);
  if (isMissing) return <NotFound />;
  if (hasFailed) return <LoadFailure onRetry={refresh} />;
  return (
    <>
      <PageHead
        title={isJustSent ? texts.sentTitle : texts.title}
        lead={sent && (isJustSent ? texts.sentLead(sent.submissionBranch.name) : sent.contract.projectName)}
        actions={
          <Button look="secondary" onClick={() => window.print()}>
            {texts.print}
          </Button>
        }
      />
      {isJustSent && <Steps label={process.steps} steps={process.stepNames} current={2} />}
      {isJustSent && <Next />}
      {sent === null ? (
        <Skeleton lines={14} />
      ) : (
        <>
          <p className="hint">
            {texts.submittedAt}　{sent.submittedAt === null ? "" : formatMoment(sent.submittedAt)}
          </p>
          <Section title={process.contractPart(sent.contract.contractType)}>
            <ContractFactsList contract={sent.contract} language={language} />
          </Section>
          <Section title={texts.guarantees}>
            <SentGuarantees sent={sent} />
          </Section>
          <Section title={process.sendingPart}>
            <SentContact sent={sent} />
          </Section>
          {isOwn && <Aftermath sent={sent} onChanged={refresh} mayAct={mayAct} />}
          {mayAct && <Withdraw sent={sent} onDone={refresh} />}
        </>
      )}
    </>
  );
}

function Next() {
  const texts = useTexts(VIEW);
  return (
    <div className="next-step good">
      <h2>{texts.nextTitle}</h2>
      <ol>
        {texts.next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="row">
        <Link to="/applications" className="button">
          {texts.toList}
        </Link>
        <Link to="/guarantees" className="button secondary">
          {texts.toGuarantees}
        </Link>
        <Link to="/apply" className="button secondary">
          {texts.another}
        </Link>
      </div>
    </div>
  );
}
