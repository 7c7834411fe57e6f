import { Link } from "@tanstack/react-router";
import type { ResultOf } from "../../gql/graphql.ts";
import { GUARANTEE_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { GUARANTEE_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment, formatNumber } from "../../shared/typed.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import type { Column } from "../../ui/parts/Table.tsx";
import { UI } from "../../ui/texts.ts";
import type { ApplicationList } from "./operations.ts";
import { APPLICATIONS } from "./texts.ts";

type Row = ResultOf<typeof ApplicationList>["applications"]["edges"][number]["node"];

export function useColumns(): Column<Row>[] {
  const texts = useTexts(APPLICATIONS);
  const { yen } = useTexts(UI);
  return [
    {
      key: "project",
      label: texts.project,
      cell: (row) => (
        <>
          <Link to="/applications/$id" params={{ id: row.id }}>
            {row.contract.projectName}
          </Link>{" "}
          {row.unreadMessages > 0 && <StatusTag tone="warn">{texts.unreadCount(row.unreadMessages)}</StatusTag>}
        </>
      ),
    },
    { key: "obligee", label: texts.obligee, cell: (row) => row.contract.obligee.name },
    {
      key: "price",
      label: texts.price,
      isSum: true,
      cell: (row) => `${formatNumber(row.contract.contractPrice)} ${yen}`,
    },
    { key: "guarantees", label: texts.guarantees, cell: (row) => <Guarantees row={row} /> },
    {
      key: "submittedAt",
      label: texts.submittedAt,
      cell: (row) => <span className="number">{row.submittedAt === null ? "" : formatMoment(row.submittedAt)}</span>,
    },
  ];
}

function Guarantees({ row }: { row: Row }) {
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  const { yen } = useTexts(UI);
  return (
    <ul className="plain-list">
      {row.guarantees.map(({ id, kind, amount, status }) => (
        <li key={id}>
          {kinds[kind]} {formatNumber(amount)} {yen}{" "}
          <StatusTag tone={toneOf(GUARANTEE_TONE, status)}>{states[status] ?? status}</StatusTag>
        </li>
      ))}
    </ul>
  );
}
