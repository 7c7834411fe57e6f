import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useQuery } from "urql";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { useIsReader } from "../../shared/useIsReader.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Table } from "../../ui/parts/Table.tsx";
import { useKept } from "../lists/useKept.ts";
import { useColumns } from "./columns.tsx";
import { Filters } from "./Filters.tsx";
import { OpenOnes } from "./OpenOnes.tsx";
import { ApplicationList, OpenApplications } from "./operations.ts";
import { type ApplicationSearch, EVERYTHING, filterOf, isNarrowed } from "./search.ts";
import { APPLICATIONS } from "./texts.ts";
import "../application/application.css";

/** Rows of one page. */
const PAGE = 30;
const route = getRouteApi("/applications");
/** An empty list names no type by which the cache would know that a mutation concerns it. */
const CONTEXT = { additionalTypenames: ["Application"] };

/** 申込一覧: what came back, drafts, and what was sent. */
export function ApplicationsPage() {
  const texts = useTexts(APPLICATIONS);
  const isReader = useIsReader();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [open, read] = useQuery({ query: OpenApplications, context: CONTEXT });
  usePolling(read);
  const change = useCallback(
    (changed: ApplicationSearch) =>
      void navigate({
        search: (before) => ({ ...before, ...changed, after: undefined }),
        // Typing makes no step of the back button of every letter.
        replace: "q" in changed,
        resetScroll: false,
      }),
    [navigate],
  );
  const isFirst = !isNarrowed(search) && search.after === undefined;
  return (
    <>
      <PageHead
        title={texts.title}
        lead={texts.lead}
        actions={
          !isReader && (
            <Link to="/apply" className="button">
              {texts.apply}
            </Link>
          )
        }
      />
      {isFirst && open.data === undefined && open.fetching && <Skeleton lines={4} />}
      {isFirst && open.data !== undefined && <OpenOnes open={open.data} />}
      <Section title={texts.sent}>
        <Filters search={search} onChange={change} />
        <List search={search} onClear={() => change(EVERYTHING)} />
      </Section>
    </>
  );
}

function List({ search, onClear }: { search: ApplicationSearch; onClear: () => void }) {
  const texts = useTexts(APPLICATIONS);
  const variables = useMemo(() => ({ first: PAGE, after: search.after, filter: filterOf(search) }), [search]);
  const [result, read] = useQuery({ query: ApplicationList, variables, context: CONTEXT });
  usePolling(read);
  const list = useKept(result.data?.applications);
  const { before, ...pages } = usePages(search.after, list?.pageInfo);
  const columns = useColumns();
  if (result.error && !result.fetching) return <LoadFailure onRetry={read} />;
  if (list === undefined) return <Skeleton lines={10} />;
  const rows = list.edges.map((edge) => edge.node);
  if (rows.length === 0) return <Nothing search={search} onClear={onClear} />;
  const total = list.totalCount === null ? texts.many : formatNumber(list.totalCount);
  return (
    <div className={result.fetching && !result.stale ? "list is-reading" : "list"} aria-busy={result.fetching}>
      <Table
        caption={texts.count(before === null ? null : before * PAGE + 1, rows.length, total)}
        columns={columns}
        rows={rows}
        keyOf={(row) => row.id}
      />
      <Pager {...pages} />
    </div>
  );
}

function Nothing({ search, onClear }: { search: ApplicationSearch; onClear: () => void }) {
  const texts = useTexts(APPLICATIONS);
  const isReader = useIsReader();
  if (isNarrowed(search))
    return (
      <EmptyState
        title={texts.noMatch}
        action={
          <Button look="secondary" onClick={onClear}>
            {texts.clear}
          </Button>
        }
      >
        <p>{texts.noMatchLead}</p>
      </EmptyState>
    );
  return (
    <EmptyState
      title={texts.none}
      action={
        !isReader && (
          <Link to="/apply" className="button">
            {texts.apply}
          </Link>
        )
      }
    >
      <p>{texts.noneLead}</p>
    </EmptyState>
  );
}
