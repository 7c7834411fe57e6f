import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useQuery } from "urql";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Tabs } from "../../ui/parts/Tabs.tsx";
import { given, oneOf, SHOWN } from "../search.ts";
import { DESK } from "../texts.ts";
import { useReread } from "../useReread.ts";
import { CertificateTable } from "./CertificateTable.tsx";
import { type Filter, Filters } from "./Filters.tsx";
import { CertificateList, CertificatesFile } from "./operations.ts";
import { LIST } from "./texts.ts";

const PAGE = 50;
const route = getRouteApi("/certificates");

/** The certificates that the obligee has received: those that wait for a decision first, all others by a tab. */
export function CertificatesPage() {
  const { after, show = "waiting", ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts(LIST);
  const desk = useTexts(DESK);
  const { search, kind, expires } = filter;
  const wanted = useMemo(
    () => ({
      search: search ?? null,
      kind: kind ?? null,
      expiresWithinDays: expires ?? null,
      isDecided: show === "all" ? null : show === "decided",
    }),
    [search, kind, expires, show],
  );
  const variables = { first: PAGE, after: after ?? null, filter: wanted };
  const [result, refresh] = useQuery({ query: CertificateList, variables });
  const reread = useReread(refresh);
  usePolling(reread);
  const found = result.data?.certificates;
  const pages = usePages(after, found?.pageInfo);
  const choose = (next: Filter) => void navigate({ search: given({ show, ...next }), replace: true });
  const problem = searchProblem(result.error?.graphQLErrors[0]?.extensions.problems);
  return (
    <>
      <PageHead
        title={desk.certificates}
        lead={texts.lead}
        actions={
          <FileButton query={CertificatesFile} variables={{ filter: wanted }} of={(data) => data.certificatesCsv} saves>
            {texts.csv}
          </FileButton>
        }
      />
      <Filters filter={filter} problem={problem} onChange={choose} />
      <Tabs
        label={texts.tabs}
        tabs={SHOWN.map((key) => ({ key, label: texts[key] }))}
        chosen={show}
        onChoose={(key) => void navigate({ search: given({ ...filter, show: oneOf(key, SHOWN) }) })}
      >
        {result.error && problem === null && <LoadFailure onRetry={reread} />}
        {found === undefined ? (
          !result.error && <Skeleton lines={12} />
        ) : found.edges.length === 0 ? (
          <Nothing show={show} isFiltered={Object.keys(filter).length > 0} />
        ) : (
          <CertificateTable caption={texts.caption(found.edges.length)} rows={found.edges.map((edge) => edge.node)} />
        )}
        <Pager {...pages} />
      </Tabs>
    </>
  );
}

function searchProblem(told: unknown): string | null {
  const problems = Array.isArray(told) ? (told as { path: string[]; message: string }[]) : [];
  return problems.find((one) => one.path.at(-1) === "search")?.message ?? null;
}

function Nothing({ show, isFiltered }: { show: string; isFiltered: boolean }) {
  const texts = useTexts(LIST);
  if (isFiltered) {
    return (
      <EmptyState title={texts.noneFound}>
        <p>{texts.noneFoundLead}</p>
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={show === "waiting" ? texts.noneWaiting : texts.none}
      action={
        <Link className="button secondary" to="/">
          {texts.toLookUp}
        </Link>
      }
    >
      <p>{texts.noneLead}</p>
    </EmptyState>
  );
}
