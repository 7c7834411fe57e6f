import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { CertificateTable } from "../certificates/CertificateTable.tsx";
import { CertificateList } from "../certificates/operations.ts";
import { DESK } from "../texts.ts";
import { useMayAct } from "../useMayAct.ts";
import { useReread } from "../useReread.ts";
import { LookUpForm } from "./LookUpForm.tsx";
import { LOOK_UP } from "./texts.ts";

const route = getRouteApi("/");
const FEW = 5;
const WAITING = { first: FEW, filter: { isDecided: false, isValid: true } };

/** The start of the desk: number and key, and what waits for a decision. */
export function LookUpPage() {
  const { number } = route.useSearch();
  const texts = useTexts(LOOK_UP);
  const desk = useTexts(DESK);
  const { mayAct } = useMayAct();
  return (
    <>
      <PageHead title={desk.lookUp} lead={texts.lead} />
      <div className="columns">
        <div className="card">
          <LookUpForm key={number} number={number} />
        </div>
        <nav className="card" aria-label={texts.other}>
          <h2>{texts.other}</h2>
          <ul>
            {mayAct && (
              <li>
                <Link to="/notices">{texts.upload}</Link>
              </li>
            )}
            <li>
              <Link to="/check">{texts.check}</Link>
            </li>
          </ul>
        </nav>
      </div>
      <Waiting />
    </>
  );
}

function Waiting() {
  const texts = useTexts(LOOK_UP);
  const [result, refresh] = useQuery({ query: CertificateList, variables: WAITING });
  const reread = useReread(refresh);
  usePolling(reread);
  const rows = result.data?.certificates.edges.map((edge) => edge.node);
  return (
    <Section title={texts.waiting} actions={<Link to="/certificates">{texts.all}</Link>}>
      {result.error && <LoadFailure onRetry={reread} />}
      {rows === undefined ? (
        <Skeleton lines={5} />
      ) : rows.length === 0 ? (
        <EmptyState title={texts.nothingWaits}>
          <p>{texts.nothingWaitsLead}</p>
        </EmptyState>
      ) : (
        <CertificateTable caption={texts.waitingLead} rows={rows} />
      )}
    </Section>
  );
}
