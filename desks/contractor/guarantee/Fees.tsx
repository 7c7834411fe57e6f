import { FileButton } from "../../shared/files/FileButton.tsx";
import { FEE_METHOD } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { ofStatement } from "../statements/files.ts";
import { StatementFile } from "../statements/operations.ts";
import { StatementPayment, useMonth } from "../statements/payment.tsx";
import { StatementName } from "../statements/StatementName.tsx";
import { STATEMENTS } from "../statements/texts.ts";
import type { Guarantee, Statement } from "./types.ts";
import { usePayments } from "./usePayments.ts";

/** 保証料計算書 of the guarantee, oldest first: the fee, what an amendment adds, what is paid back. */
export function Fees({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(STATEMENTS);
  const methods = useTexts(FEE_METHOD);
  const month = useMonth();
  const told = usePayments(guarantee);
  const rows = guarantee.feeStatements;
  const columns: Column<Statement>[] = [
    { key: "number", label: texts.number, cell: (row) => <StatementName row={row} /> },
    { key: "lines", label: texts.lines, cell: (row) => <Lines row={row} /> },
    { key: "due", label: texts.due, isSum: true, cell: (row) => formatNumber(row.due) },
    {
      key: "method",
      label: texts.method,
      cell: (row) => (
        <>
          {methods[row.method]}
          <span className="sub">{row.billingMonth ? texts.monthly(month(row.billingMonth)) : row.billTo}</span>
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
  return (
    <Section anchor="fees" title={texts.sectionTitle}>
      {rows.length === 0 ? (
        <p className="hint">{texts.sectionNone}</p>
      ) : (
        <Table caption={texts.ofGuarantee(rows.length)} columns={columns} rows={rows} keyOf={(row) => row.id} />
      )}
    </Section>
  );
}

function Lines({ row }: { row: Statement }) {
  const texts = useTexts(STATEMENTS);
  return (
    <>
      <ul className="plain">
        {row.lines.map((line) => (
          <li key={line.description}>
            {line.description}　{formatNumber(line.amount)}
          </li>
        ))}
        {row.earlierCharges !== 0 && (
          <li>
            {texts.earlier}　−{formatNumber(row.earlierCharges)}
          </li>
        )}
      </ul>
      {row.due < 0 && <span className="sub">{texts.refundOf(formatNumber(-row.due - row.unpaid))}</span>}
      {row.unpaid > 0 && <span className="sub">{texts.neverPaid(formatNumber(row.unpaid))}</span>}
    </>
  );
}
