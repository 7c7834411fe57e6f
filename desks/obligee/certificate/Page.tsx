import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useDebounced } from "../../shared/hooks/useDebounced.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Timeline } from "../../ui/parts/Timeline.tsx";
import { INVALIDITY } from "../labels.ts";
import { useReread } from "../useReread.ts";
import { useWritten } from "../useWritten.ts";
import { Claims } from "./Claims.tsx";
import { Compare } from "./Compare.tsx";
import { Comparisons } from "./Comparisons.tsx";
import { courseOf } from "./course.ts";
import { Decision } from "./Decision.tsx";
import { comparedInput, useExpected } from "./expected.ts";
import { CertificateCompared, CertificateFile, CertificateShown } from "./operations.ts";
import { Paper } from "./Paper.tsx";
import { CERTIFICATE, COURSE } from "./texts.ts";
import type { Certificate } from "./types.ts";
import { Versions } from "./Versions.tsx";
import "./certificate.css";

const route = getRouteApi("/certificates/$id");

/** A certificate: what it says, whether it counts, the expected contract beside it, and the obligee's decision. */
export function CertificatePage() {
  const { id } = route.useParams();
  const texts = useTexts(CERTIFICATE);
  const [result, refresh] = useQuery({ query: CertificateShown, variables: { id } });
  const reread = useReread(refresh);
  usePolling(reread);
  const node = result.data?.node;
  if (node?.__typename === "Certificate") return <Shown key={node.id} certificate={node} onChanged={reread} />;
  if (result.data === undefined) {
    return (
      <>
        <PageHead title={texts.loading} />
        {result.error ? <LoadFailure onRetry={reread} /> : <Skeleton lines={18} />}
      </>
    );
  }
  return (
    <>
      <PageHead title={texts.gone} lead={texts.goneLead} />
      <Link className="button secondary" to="/">
        {texts.toLookUp}
      </Link>
    </>
  );
}

function Shown({ certificate, onChanged }: { certificate: Certificate; onChanged: () => void }) {
  const texts = useTexts(CERTIFICATE);
  const course = useTexts(COURSE);
  const { yen } = useWritten();
  const { guarantee } = certificate;
  const [expected, setExpected] = useExpected(guarantee.contract.id);
  const input = useDebounced(useMemo(() => comparedInput(expected), [expected]));
  const [compared] = useQuery({
    query: CertificateCompared,
    variables: { id: certificate.id, expected: input ?? {} },
    pause: input === null,
  });
  const node = compared.data?.node;
  const comparisons = input !== null && node?.__typename === "Certificate" ? node.compare : [];
  const problems = input === null ? [] : problemsOf(compared.error?.graphQLErrors[0]?.extensions.problems);
  return (
    <>
      <PageHead
        title={texts.title(certificate.guaranteeNumber)}
        actions={
          <>
            <FileButton query={CertificateFile} variables={{ id: certificate.id }} of={fileOf} look="primary">
              {texts.pdf}
            </FileButton>
            <Button look="secondary" onClick={() => window.print()}>
              {texts.print}
            </Button>
          </>
        }
      />
      <State certificate={certificate} />
      <div className="columns">
        <Paper certificate={certificate} comparisons={comparisons} />
        <div className="certificate-side">
          <Decision
            certificate={certificate}
            differences={comparisons.filter((one) => !one.matches).length}
            onDecided={onChanged}
          />
          <section className="card" aria-labelledby="compare">
            <h2 id="compare">{texts.compare}</h2>
            <p className="hint">{texts.compareLead}</p>
            <Comparisons comparisons={comparisons} contractType={certificate.contractType} />
            <Compare
              certificate={certificate}
              expected={expected}
              onChange={setExpected}
              problemOf={(field) => problems.find((one) => one.path.at(-1) === field)?.message ?? null}
            />
          </section>
        </div>
      </div>
      <Versions certificate={certificate} />
      <Section title={texts.course}>
        <Timeline label={texts.course} entries={courseOf(guarantee, course, yen)} />
      </Section>
      <Claims certificate={certificate} />
    </>
  );
}

function fileOf(data: ResultOf<typeof CertificateFile>) {
  return data.node?.__typename === "Certificate" ? data.node.document : null;
}

type Problem = { path: readonly string[]; message: string };

function problemsOf(told: unknown): readonly Problem[] {
  return Array.isArray(told) ? told : [];
}

/** Whether the certificate counts, and whether it is the newest version. */
function State({ certificate }: { certificate: Certificate }) {
  const texts = useTexts(CERTIFICATE);
  const reasons = useTexts(INVALIDITY);
  const { language } = useLanguage();
  const { validity, guarantee } = certificate;
  const current = guarantee.certificate?.id;
  const message = validity.isValid
    ? texts.valid
    : language === "ja"
      ? validity.message
      : reasons[validity.reason ?? ""];
  return (
    <>
      <Banner
        tone={validity.isValid ? "good" : "warn"}
        title={
          validity.since
            ? texts.invalidSince(message ?? validity.message, formatMoment(validity.since))
            : (message ?? validity.message)
        }
      >
        {guarantee.status === "CLAIMED" && texts.claimed}
      </Banner>
      {current && current !== certificate.id && (
        <Banner
          tone="warn"
          title={texts.former}
          action={
            <Link className="button secondary" to="/certificates/$id" params={{ id: current }}>
              {texts.toCurrent}
            </Link>
          }
        >
          {texts.formerLead}
        </Banner>
      )}
    </>
  );
}
