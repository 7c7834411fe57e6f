import type { ResultOf } from "../../gql/graphql.ts";
import { GUARANTEE_STATUS, HANDOVER_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { GUARANTEE_TONE, HANDOVER_TONE, toneOf } from "../../shared/tones.ts";
import { formatDay, formatMoment, formatNumber } from "../../shared/typed.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import type { Column } from "../../ui/parts/Table.tsx";
import { GuaranteeLink } from "../lists/GuaranteeLink.tsx";
import type { GuaranteeList } from "./operations.ts";
import { GUARANTEES } from "./texts.ts";

export type Row = ResultOf<typeof GuaranteeList>["guarantees"]["edges"][number]["node"];

/** The columns of the list, or of its tab 電子保証（認証キー）. */
export function useColumns(isElectronic: boolean): Column<Row>[] {
  const texts = useTexts(GUARANTEES);
  const states = useTexts(GUARANTEE_STATUS);
  const status: Column<Row> = {
    key: "status",
    label: texts.status,
    cell: (row) => <StatusTag tone={toneOf(GUARANTEE_TONE, row.status)}>{states[row.status] ?? row.status}</StatusTag>,
  };
  const issued: Column<Row> = {
    key: "issued",
    label: texts.issued,
    cell: (row) => (row.issuedAt ? formatMoment(row.issuedAt) : "－"),
  };
  return [
    { key: "number", label: texts.number, cell: (row) => <Name row={row} /> },
    { key: "project", label: texts.project, cell: (row) => <Project row={row} /> },
    { key: "amount", label: texts.amount, isSum: true, cell: (row) => formatNumber(row.amount) },
    { key: "expiry", label: texts.expiry, cell: (row) => (row.expiryDate ? formatDay(row.expiryDate) : "－") },
    isElectronic ? issued : status,
    { key: "handover", label: texts.handover, cell: (row) => <HandOver row={row} /> },
  ];
}

function Name({ row }: { row: Row }) {
  const texts = useTexts(GUARANTEES);
  const kinds = useTexts(KIND);
  const kind = kinds[row.kind] ?? row.kind;
  return (
    <>
      <GuaranteeLink className="number" id={row.id}>
        {row.number ?? texts.beforeIssue(kind)}
      </GuaranteeLink>
      {row.number && <span className="sub">{kind}</span>}
    </>
  );
}

function Project({ row: { contract } }: { row: Row }) {
  const obligee = contract.contractingOfficer?.title ?? contract.obligee.title;
  return (
    <>
      {contract.projectName}
      <span className="sub">{contract.jointVentureName ? `${obligee}　${contract.jointVentureName}` : obligee}</span>
    </>
  );
}

function HandOver({ row }: { row: Row }) {
  const texts = useTexts(GUARANTEES);
  const states = useTexts(HANDOVER_STATUS);
  if (row.number === null || row.medium === "PAPER") return "－";
  const { status, sentAt } = row.handover;
  return (
    <>
      <StatusTag tone={toneOf(HANDOVER_TONE, status)}>{states[status] ?? status}</StatusTag>
      {sentAt && <span className="sub">{texts.sent(formatMoment(sentAt))}</span>}
    </>
  );
}
