import { useMemo } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { usePages } from "../../shared/hooks/usePages.ts";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatDay, formatNumber } from "../../shared/typed.ts";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { useKept } from "../lists/useKept.ts";
import { ofBill } from "./files.ts";
import { Nothing } from "./Nothing.tsx";
import { BillFile, BillList } from "./operations.ts";
import { BillPayment, useMonth } from "./payment.tsx";
import { billFilter, type StatementSearch } from "./search.ts";
import { STATEMENTS } from "./texts.ts";

const PAGE = 50;
const CONTEXT = { additionalTypenames: ["MonthlyBill"] };
type Row = ResultOf<typeof BillList>["monthlyBills"]["edges"][number]["node"];
type Props = { search: StatementSearch; onClear: () => void };

/** 一括納付: the bills of the months. */
export function Bills({ search, onClear }: Props) {
  const texts = useTexts(STATEMENTS);
  const variables = useMemo(() => ({ first: PAGE, after: search.after, filter: billFilter(search) }), [search]);
  const [result, read] = useQuery({ query: BillList, variables, context: CONTEXT });
  usePolling(read);
  const list = useKept(result.data?.monthlyBills);
  const { onPrevious, onNext } = usePages(search.after, list?.pageInfo);
  const columns = useColumns();
  if (result.error && !result.fetching) return <LoadFailure onRetry={read} />;
  if (list === undefined) return <Skeleton lines={12} />;
  const rows = list.edges.map((edge) => edge.node);
  if (rows.length === 0)
    return <Nothing search={search} title={texts.noBills} lead={texts.noBillsLead} onClear={onClear} />;
  return (
    <div className={result.fetching && !result.stale ? "list is-reading" : "list"} aria-busy={result.fetching}>
      <Table caption={texts.shown(rows.length)} columns={columns} rows={rows} keyOf={(row) => row.id} />
      <Pager onPrevious={onPrevious} onNext={onNext} />
    </div>
  );
}

function useColumns(): Column<Row>[] {
  const texts = useTexts(STATEMENTS);
  const month = useMonth();
  return [
    { key: "month", label: texts.billMonth, cell: (row) => <span className="number">{month(row.billingMonth)}</span> },
    {
      key: "number",
      label: texts.billNumber,
      cell: (row) => (
        <>
          <span className="number">{row.number}</span>
          <span className="sub">{formatDay(row.issuedOn)}</span>
        </>
      ),
    },
    { key: "billTo", label: texts.billTo, cell: (row) => row.billTo },
    { key: "total", label: texts.total, isSum: true, cell: (row) => formatNumber(row.total) },
    { key: "balance", label: texts.balance, isSum: true, cell: (row) => formatNumber(Math.max(row.balance, 0)) },
    { key: "state", label: texts.state, cell: (row) => <BillPayment row={row} /> },
    {
      key: "account",
      label: texts.account,
      cell: (row) => (row.balance > 0 ? (row.feeAccount ?? texts.noAccount) : "－"),
    },
    {
      key: "file",
      label: texts.billFile,
      cell: (row) => (
        <FileButton look="text" query={BillFile} variables={{ id: row.id }} of={ofBill}>
          {texts.openShort}
          <span className="visually-hidden">{row.number}</span>
        </FileButton>
      ),
    },
  ];
}
