import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { GUARANTEE_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { DESK } from "../texts.ts";
import { GuaranteeList } from "./operations.ts";

const PAGE = 50;
type Row = ResultOf<typeof GuaranteeList>["guarantees"]["edges"][number]["node"];

export function GuaranteesPage() {
  const texts = useTexts(DESK);
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  const [result, refresh] = useQuery({ query: GuaranteeList, variables: { first: PAGE } });
  const columns: Column<Row>[] = [
    { key: "number", label: "保証契約番号", cell: (row) => row.number ?? "発行前" },
    { key: "kind", label: "商品", cell: (row) => kinds[row.kind] },
    { key: "amount", label: "保証金額", isSum: true, cell: (row) => formatNumber(row.amount) },
    {
      key: "status",
      label: "手続状況",
      cell: (row) => <StatusTag tone="info">{states[row.status] ?? row.status}</StatusTag>,
    },
  ];
  const rows = result.data?.guarantees.edges.map((edge) => edge.node);
  return (
    <>
      <PageHead title={texts.guarantees} />
      {result.error && <LoadFailure onRetry={refresh} />}
      {rows === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <Table caption="" columns={columns} rows={rows} keyOf={(row) => row.id} />
      )}
    </>
  );
}
