import { memo, useMemo } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { FEE_METHOD, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { GuaranteeLink } from "../lists/GuaranteeLink.tsx";
import { useKept } from "../lists/useKept.ts";
import { ofStatement } from "./files.ts";
import { Nothing } from "./Nothing.tsx";
import { StatementFile, StatementList } from "./operations.ts";
import { StatementPayment, type Told, toldBy, useMonth } from "./payment.tsx";
import { StatementName } from "./StatementName.tsx";
import { type StatementSearch, statementFilter } from "./search.ts";
import { STATEMENTS } from "./texts.ts";

const PAGE = 50;
const CONTEXT = { additionalTypenames: ["FeeStatement"] };
type Row = ResultOf<typeof StatementList>["feeStatements"]["edges"][number]["node"];
type Props = { search: StatementSearch; onClear: () => void };

export function Statements({ search, onClear }: Props) {
  const texts = useTexts(STATEMENTS);
  const variables = useMemo(() => {
    const filter = statementFilter(search);
    const told = { open: { ...filter, isPaid: false }, paid: { ...filter, isPaid: true } };
    return { first: PAGE, after: search.after, filter, ...told };
  }, [search]);
  const [result, read] = useQuery({ query: StatementList, variables, context: CONTEXT });
  usePolling(read);
  const data = useKept(result.data);
  const { onPrevious, onNext } = usePages(search.after, data?.feeStatements.pageInfo);
  if (result.error && !result.fetching) return <LoadFailure onRetry={read} />;
  if (data === undefined) return <Skeleton lines={12} />;
  if (data.feeStatements.edges.length === 0)
    return <Nothing search={search} title={texts.none} lead={texts.noneLead} onClear={onClear} />;
  return (
    <div className={result.fetching && !result.stale ? "list is-reading" : "list"} aria-busy={result.fetching}>
      <Rows data={data} />
      <Pager onPrevious={onPrevious} onNext={onNext} />
    </div>
  );
}

/** Rendered again with other data only, not with every step of the router. */
const Rows = memo(function Rows({ data }: { data: ResultOf<typeof StatementList> }) {
  const texts = useTexts(STATEMENTS);
  const columns = useColumns(toldBy(data.open, data.paid));
  const rows = data.feeStatements.edges.map((edge) => edge.node);
  return <Table caption={texts.shown(rows.length)} columns={columns} rows={rows} keyOf={(row) => row.id} />;
});

function useColumns(told: Told): Column<Row>[] {
  const texts = useTexts(STATEMENTS);
  const methods = useTexts(FEE_METHOD);
  const month = useMonth();
  return [
    { key: "number", label: texts.number, cell: (row) => <StatementName row={row} /> },
    { key: "project", label: texts.project, cell: (row) => <Project row={row} /> },
    { key: "fee", label: texts.fee, isSum: true, cell: (row) => formatNumber(row.fee) },
    { key: "due", label: texts.due, isSum: true, cell: (row) => formatNumber(row.due) },
    {
      key: "method",
      label: texts.method,
      cell: (row) => (
        <>
          {methods[row.method]}
          <span className="sub">{row.billingMonth ? month(row.billingMonth) : row.billTo}</span>
        </>
      ),
    },
    { key: "state", label: texts.state, cell: (row) => <StatementPayment row={row} told={told} /> },
    {
      key: "file",
      label: texts.file,
      cell: (row) => (
        <FileButton look="text" query={StatementFile} variables={{ id: row.id }} of={ofStatement}>
          {texts.openShort}
          <span className="visually-hidden">{row.number}</span>
        </FileButton>
      ),
    },
  ];
}

function Project({ row }: { row: Row }) {
  const kinds = useTexts(KIND);
  return (
    <>
      <GuaranteeLink id={row.guarantee.id}>{row.guaranteeNumber ?? kinds[row.kind]}</GuaranteeLink>
      <span className="sub">
        {row.projectName}　{row.obligeeTitle}
      </span>
    </>
  );
}
