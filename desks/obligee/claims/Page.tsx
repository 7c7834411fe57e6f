import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { CLAIM_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { OWN_CLAIM_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment } from "../../shared/typed.ts";
import { Select } from "../../ui/form/Select.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { ClaimList } from "../claim/operations.ts";
import { CLAIM } from "../claim/texts.ts";
import { CLAIM_STATES, given, oneOf } from "../search.ts";
import { DESK } from "../texts.ts";
import { useReread } from "../useReread.ts";
import { useWritten } from "../useWritten.ts";

const PAGE = 50;
const route = getRouteApi("/claims");
type Row = ResultOf<typeof ClaimList>["claims"]["edges"][number]["node"];

/** The obligee's claims. */
export function ClaimsPage() {
  const { status, after } = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts(CLAIM);
  const desk = useTexts(DESK);
  const states = useTexts(CLAIM_STATUS);
  const variables = { first: PAGE, after: after ?? null, filter: { status: status ?? null } };
  const [result, refresh] = useQuery({ query: ClaimList, variables });
  const reread = useReread(refresh);
  usePolling(reread);
  const found = result.data?.claims;
  const pages = usePages(after, found?.pageInfo);
  return (
    <>
      <PageHead title={desk.claims} lead={texts.listLead} />
      <search className="filters">
        <Select
          label={texts.status}
          empty={texts.any}
          value={status ?? ""}
          options={CLAIM_STATES.map((value) => ({ value, label: states[value] ?? value }))}
          onChange={(value) => void navigate({ search: given({ status: oneOf(value, CLAIM_STATES) }) })}
        />
      </search>
      {result.error && <LoadFailure onRetry={reread} />}
      {found === undefined ? (
        !result.error && <Skeleton lines={8} />
      ) : found.edges.length === 0 ? (
        <Nothing isFiltered={status !== undefined} />
      ) : (
        <List rows={found.edges.map((edge) => edge.node)} />
      )}
      <Pager {...pages} />
    </>
  );
}

function List({ rows }: { rows: readonly Row[] }) {
  const { day, yen } = useWritten();
  const texts = useTexts(CLAIM);
  const states = useTexts(CLAIM_STATUS);
  const kinds = useTexts(KIND);
  const columns: Column<Row>[] = [
    {
      key: "claim",
      label: texts.claim,
      cell: (row) => (
        <Link to="/claims/$id" params={{ id: row.id }}>
          {formatMoment(row.filedAt)}
        </Link>
      ),
    },
    {
      key: "guarantee",
      label: texts.guarantee,
      cell: ({ guarantee }) => (
        <span>
          {guarantee.number}
          <span className="sub">{kinds[guarantee.kind]}</span>
        </span>
      ),
    },
    { key: "project", label: texts.project, cell: (row) => row.guarantee.contract.projectName },
    { key: "amount", label: texts.amount, isSum: true, cell: (row) => yen(row.amount) },
    {
      key: "due",
      label: texts.due,
      cell: (row) => (
        <span>
          {day(row.dueOn)}
          {row.lateDays > 0 && <span className="sub">{texts.overdue(row.lateDays)}</span>}
        </span>
      ),
    },
    {
      key: "status",
      label: texts.status,
      cell: (row) => (
        <StatusTag tone={toneOf(OWN_CLAIM_TONE, row.status)}>{states[row.status] ?? row.status}</StatusTag>
      ),
    },
    {
      key: "paid",
      label: texts.paid,
      isSum: true,
      cell: (row) => (row.paidAmount === null ? "－" : yen(row.paidAmount)),
    },
  ];
  return <Table caption={texts.caption(rows.length)} columns={columns} rows={rows} keyOf={(row) => row.id} />;
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  const texts = useTexts(CLAIM);
  if (isFiltered) return <EmptyState title={texts.noneFound} />;
  return (
    <EmptyState
      title={texts.none}
      action={
        <Link className="button secondary" to="/certificates" search={{ show: "all" }}>
          {texts.toCertificates}
        </Link>
      }
    >
      <p>{texts.noneLead}</p>
    </EmptyState>
  );
}
