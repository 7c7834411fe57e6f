import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { CLAIM_STATUS, KIND } from "../../shared/labels.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { termsOf } from "../../shared/terms.ts";
import { OWN_CLAIM_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment } from "../../shared/typed.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Entry, Timeline } from "../../ui/parts/Timeline.tsx";
import { DESK } from "../texts.ts";
import { useReread } from "../useReread.ts";
import { useWritten } from "../useWritten.ts";
import { Attachments } from "./Attachments.tsx";
import { Messages } from "./Messages.tsx";
import { ClaimReceipt, ClaimShown } from "./operations.ts";
import { CLAIM } from "./texts.ts";
import type { Claim } from "./types.ts";
import { Withdraw } from "./Withdraw.tsx";
import { accountInWords } from "./words.ts";

const route = getRouteApi("/claims/$id");

/** One claim: what was claimed, what the surety asks and decides, and what was paid. */
export function ClaimPage() {
  const { id } = route.useParams();
  const texts = useTexts(CLAIM);
  const desk = useTexts(DESK);
  const [result, refresh] = useQuery({ query: ClaimShown, variables: { id } });
  const reread = useReread(refresh);
  usePolling(reread);
  const node = result.data?.node;
  if (node?.__typename === "Claim") return <Shown key={node.id} claim={node} onChanged={reread} />;
  if (result.data !== undefined) {
    return (
      <>
        <PageHead title={texts.gone} />
        <Link className="button secondary" to="/claims">
          {desk.claims}
        </Link>
      </>
    );
  }
  return (
    <>
      <PageHead title={texts.loading} />
      {result.error ? <LoadFailure onRetry={reread} /> : <Skeleton lines={14} />}
    </>
  );
}

function Shown({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const texts = useTexts(CLAIM);
  const { certificate, number } = claim.guarantee;
  return (
    <>
      <PageHead
        title={texts.title(number ?? "")}
        actions={
          <>
            <FileButton query={ClaimReceipt} variables={{ id: claim.id }} of={receiptOf}>
              {texts.receipt}
            </FileButton>
            {certificate && (
              <Link className="button secondary" to="/certificates/$id" params={{ id: certificate.id }}>
                {texts.certificate}
              </Link>
            )}
          </>
        }
      />
      <Content claim={claim} />
      <Messages claim={claim} onChanged={onChanged} />
      <Attachments claim={claim} onChanged={onChanged} />
      <Section title={texts.course}>
        <Timeline label={texts.course} entries={useCourse(claim)} />
      </Section>
      <Withdraw claim={claim} onChanged={onChanged} />
    </>
  );
}

function receiptOf(data: ResultOf<typeof ClaimReceipt>) {
  return data.node?.__typename === "Claim" ? data.node.receipt : null;
}

function Content({ claim }: { claim: Claim }) {
  const { day, yen } = useWritten();
  const texts = useTexts(CLAIM);
  const states = useTexts(CLAIM_STATUS);
  const kinds = useTexts(KIND);
  const { language } = useLanguage();
  const { guarantee, account } = claim;
  const sum = (name: string, value: number | null) => value !== null && { name, value: yen(value) };
  return (
    <Section
      title={texts.facts}
      actions={
        <StatusTag tone={toneOf(OWN_CLAIM_TONE, claim.status)}>{states[claim.status] ?? claim.status}</StatusTag>
      }
    >
      <Facts
        facts={[
          { name: texts.guarantee, value: `${guarantee.number} ${kinds[guarantee.kind]}` },
          {
            name: termsOf(guarantee.contract.contractType, language).projectName,
            value: guarantee.contract.projectName,
          },
          { name: texts.filedAt, value: formatMoment(claim.filedAt) },
          { name: texts.amount, value: yen(claim.amount) },
          { name: texts.due, value: day(claim.dueOn) },
          { name: texts.reason, value: claim.reason },
          { name: texts.ended, value: day(claim.contractEndedOn) },
          sum(texts.advance, claim.advancePaid),
          sum(texts.progress, claim.progressPaid),
          sum(texts.finished, claim.finishedWorkValue),
          account && { name: texts.account, value: accountInWords(account, texts) },
          sum(texts.accepted, claim.acceptedAmount),
          claim.decidedAt !== null && { name: texts.decidedAt, value: formatMoment(claim.decidedAt) },
          { name: texts.decision, value: claim.decision },
          claim.paidOn !== null && { name: texts.paidOn, value: day(claim.paidOn) },
          sum(texts.paid, claim.paidAmount),
          claim.lateDays > 0 && {
            name: texts.interest,
            value: texts.interestOf(yen(claim.lateInterest), claim.lateDays),
          },
        ]}
      />
    </Section>
  );
}

function useCourse(claim: Claim): Entry[] {
  const { day, yen } = useWritten();
  const texts = useTexts(CLAIM);
  const states = useTexts(CLAIM_STATUS);
  const entries: (Entry | null)[] = [
    { key: "filed", at: formatMoment(claim.filedAt), title: texts.filed, body: yen(claim.amount) },
    claim.reviewStartedAt ? { key: "reviewed", at: formatMoment(claim.reviewStartedAt), title: texts.reviewed } : null,
    claim.decidedAt
      ? {
          key: "decided",
          at: formatMoment(claim.decidedAt),
          title: `${texts.decided}（${states[claim.status === "PAID" ? "ACCEPTED" : claim.status]}）`,
          body: claim.decision,
        }
      : null,
    claim.paidOn && claim.paidAmount !== null
      ? { key: "paid", at: day(claim.paidOn), title: texts.paidNow, body: yen(claim.paidAmount), tone: "good" }
      : null,
  ];
  return entries.filter((entry) => entry !== null);
}
