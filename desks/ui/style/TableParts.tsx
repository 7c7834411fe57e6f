import { formatNumber } from "../../shared/typed.ts";
import { Pager } from "../parts/Pager.tsx";
import { StatusTag } from "../parts/StatusTag.tsx";
import { type Column, Table } from "../parts/Table.tsx";

type Row = { number: string; project: string; amount: number };
const ROWS: Row[] = [
  { number: "31073-00001M", project: "●●●●工事", amount: 20_000_000 },
  { number: "31073-00002K", project: "市道●●線道路改良工事", amount: 1_200_000_000 },
];
const COLUMNS: Column<Row>[] = [
  { key: "number", label: "保証契約番号", cell: (row) => <a href="#content">{row.number}</a> },
  { key: "project", label: "工事名", cell: (row) => row.project },
  { key: "amount", label: "保証金額", isSum: true, cell: (row) => formatNumber(row.amount) },
  { key: "status", label: "手続状況", cell: () => <StatusTag tone="good">保証中</StatusTag> },
];

export function TableParts() {
  return (
    <>
      <Table caption="2件を表示しています。" columns={COLUMNS} rows={ROWS} keyOf={(row) => row.number} />
      <Pager onPrevious={null} onNext={() => undefined} />
    </>
  );
}
