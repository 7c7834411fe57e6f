import { Link } from "@tanstack/react-router";
import type { ResultOf } from "../../gql/graphql.ts";
import { HANDOVER_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { HANDOVER_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment, today } from "../../shared/typed.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { amendmentMark } from "../certificate/words.ts";
import { INVALIDITY } from "../labels.ts";
import { useWritten } from "../useWritten.ts";
import type { CertificateList } from "./operations.ts";
import { LIST } from "./texts.ts";

type Row = ResultOf<typeof CertificateList>["certificates"]["edges"][number]["node"];
/** Days before 保証期限 from which on a certificate is marked, as /verify marks it. */
const SOON = 30;

/** Certificates as a list, each leading to its page. */
export function CertificateTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
  const { yen } = useWritten();
  const texts = useTexts(LIST);
  const kinds = useTexts(KIND);
  const columns: Column<Row>[] = [
    {
      key: "number",
      label: texts.number,
      cell: (row) => (
        <>
          <Link to="/certificates/$id" params={{ id: row.id }}>
            {row.guaranteeNumber}
          </Link>
          <span className="sub">
            {kinds[row.kind]} {amendmentMark(row.amendmentNumber)}
          </span>
        </>
      ),
    },
    {
      key: "project",
      label: texts.project,
      cell: (row) => (
        <span>
          {row.projectName}
          <span className="sub">{[row.jointVentureName, row.principalName].filter(Boolean).join("／")}</span>
        </span>
      ),
    },
    { key: "amount", label: texts.amount, isSum: true, cell: (row) => yen(row.amount) },
    { key: "expiry", label: texts.expiry, cell: (row) => <Expiry row={row} /> },
    { key: "state", label: texts.state, cell: (row) => <State status={row.guarantee.handover.status} /> },
    {
      key: "received",
      label: texts.received,
      cell: ({ guarantee: { handover } }) => (handover.sentAt ? formatMoment(handover.sentAt).slice(0, 10) : "－"),
    },
  ];
  return <Table caption={caption} columns={columns} rows={rows} keyOf={(row) => row.id} />;
}

function State({ status }: { status: string }) {
  const states = useTexts(HANDOVER_STATUS);
  return <StatusTag tone={toneOf(HANDOVER_TONE, status)}>{states[status] ?? status}</StatusTag>;
}

function Expiry({ row }: { row: Row }) {
  const { day } = useWritten();
  const texts = useTexts(LIST);
  const reasons = useTexts(INVALIDITY);
  const last = today(new Date(Date.now() + SOON * 86_400_000));
  return (
    <span>
      {day(row.expiryDate)}
      {!row.validity.isValid && row.validity.reason && (
        <span className="sub">
          <StatusTag tone="bad">{reasons[row.validity.reason] ?? row.validity.reason}</StatusTag>
        </span>
      )}
      {row.validity.isValid && row.expiryDate <= last && (
        <span className="sub">
          <StatusTag tone="warn">{texts.soon}</StatusTag>
        </span>
      )}
    </span>
  );
}
