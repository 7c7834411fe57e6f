import { getRouteApi, Link } from "@tanstack/react-router";
import { memo, useCallback, useMemo } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Table } from "../../ui/parts/Table.tsx";
import { Tabs } from "../../ui/parts/Tabs.tsx";
import { useKept } from "../lists/useKept.ts";
import { DESK } from "../texts.ts";
import { useColumns } from "./columns.tsx";
import { Filters } from "./Filters.tsx";
import { CertificatesCsvFile, GuaranteeList } from "./operations.ts";
import { csvFilterOf, EVERYTHING, filterOf, type GuaranteeSearch, isNarrowed } from "./search.ts";
import { GUARANTEES } from "./texts.ts";

/** Rows of one page. */
const PAGE = 50;
const route = getRouteApi("/guarantees");
/** An empty list names no type by which the cache would know that a mutation concerns it. */
const CONTEXT = { additionalTypenames: ["Guarantee"] };

/** 保証契約一覧, with the tab 電子保証（認証キー）. */
export function GuaranteesPage() {
  const texts = useTexts(GUARANTEES);
  const desk = useTexts(DESK);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const csv = useMemo(() => ({ filter: csvFilterOf(search) }), [search]);
  const change = useCallback(
    (changed: GuaranteeSearch) =>
      void navigate({
        search: (before) => ({ ...before, ...changed, after: undefined }),
        // Typing makes no step of the back button of every letter.
        replace: "q" in changed,
        resetScroll: false,
      }),
    [navigate],
  );
  return (
    <>
      <PageHead
        title={desk.guarantees}
        lead={texts.lead}
        actions={
          <FileButton saves query={CertificatesCsvFile} variables={csv} of={(data) => data.certificatesCsv}>
            {texts.csv}
          </FileButton>
        }
      />
      <Tabs
        label={texts.views}
        tabs={[
          { key: "all", label: texts.tabs.all },
          { key: "electronic", label: texts.tabs.electronic },
        ]}
        chosen={search.tab ?? "all"}
        onChoose={(key) =>
          change({ tab: key === "electronic" ? key : undefined, status: undefined, medium: undefined })
        }
      >
        <Filters search={search} onChange={change} />
        <List search={search} onClear={() => change(EVERYTHING)} />
      </Tabs>
    </>
  );
}

function List({ search, onClear }: { search: GuaranteeSearch; onClear: () => void }) {
  const variables = useMemo(() => ({ first: PAGE, after: search.after, filter: filterOf(search) }), [search]);
  const [result, read] = useQuery({ query: GuaranteeList, variables, context: CONTEXT });
  usePolling(read);
  const list = useKept(result.data?.guarantees);
  const { before, ...pages } = usePages(search.after, list?.pageInfo);
  if (result.error && !result.fetching) return <LoadFailure onRetry={read} />;
  if (list === undefined) return <Skeleton lines={12} />;
  if (list.edges.length === 0) return <Nothing search={search} onClear={onClear} />;
  const isReading = result.fetching && !result.stale;
  return (
    <div className={isReading ? "list is-reading" : "list"} aria-busy={result.fetching}>
      <Rows list={list} isElectronic={search.tab === "electronic"} {...{ before, isReading }} />
      <Pager {...pages} />
    </div>
  );
}

type RowsProps = {
  list: ResultOf<typeof GuaranteeList>["guarantees"];
  isElectronic: boolean;
  before: number | null;
  isReading: boolean;
};

/** Whether the rows stay as they are: other ones are being read, or these are known already. */
function isKept(before: RowsProps, after: RowsProps): boolean {
  const isSameList = before.list === after.list && before.isElectronic === after.isElectronic;
  return after.isReading || (isSameList && before.before === after.before);
}

/** Rendered again with other data only, not with every step of the router. */
const Rows = memo(function Rows({ list, isElectronic, before }: RowsProps) {
  const texts = useTexts(GUARANTEES);
  const columns = useColumns(isElectronic);
  const rows = list.edges.map((edge) => edge.node);
  const total = list.totalCount === null ? texts.many : formatNumber(list.totalCount);
  const caption = texts.count(before === null ? null : before * PAGE + 1, rows.length, total);
  return <Table caption={caption} columns={columns} rows={rows} keyOf={(row) => row.id} />;
}, isKept);

function Nothing({ search, onClear }: { search: GuaranteeSearch; onClear: () => void }) {
  const texts = useTexts(GUARANTEES);
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
  const isElectronic = search.tab === "electronic";
  return (
    <EmptyState
      title={isElectronic ? texts.noneElectronic : texts.none}
      action={
        <Link className="button" to="/apply">
          {texts.apply}
        </Link>
      }
    >
      <p>{isElectronic ? texts.noneElectronicLead : texts.noneLead}</p>
    </EmptyState>
  );
}
