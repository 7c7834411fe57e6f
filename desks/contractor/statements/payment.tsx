/** Whether a statement or bill is paid, in words. Which statements are open the server tells, by its filter. */
import { useTexts } from "../../shared/language.tsx";
import { formatDay, today } from "../../shared/typed.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { STATEMENTS } from "./texts.ts";

/** `2026年11月` of the first day of a month. */
export function useMonth(): (day: string) => string {
  const texts = useTexts(STATEMENTS);
  return (day) => texts.month(day.slice(0, 4), Number(day.slice(5, 7)));
}

type StatementRow = { id: string; due: number; dueOn: string | null; billingMonth: string | null };
/** Statements of which the server says that they are still to be paid, and those that are paid. */
export type Told = { open: ReadonlySet<string>; paid: ReadonlySet<string> };

type Edges = { edges: readonly { node: { id: string } }[] };

export function toldBy(open: Edges | undefined, paid: Edges | undefined): Told {
  const ids = (list: Edges | undefined) => new Set(list?.edges.map((edge) => edge.node.id));
  return { open: ids(open), paid: ids(paid) };
}

export function StatementPayment({ row, told }: { row: StatementRow; told: Told }) {
  const texts = useTexts(STATEMENTS);
  const month = useMonth();
  if (row.due < 0) return <StatusTag tone="info">{texts.refund}</StatusTag>;
  if (told.paid.has(row.id)) return <StatusTag tone="good">{texts.paid}</StatusTag>;
  if (!told.open.has(row.id)) return <StatusTag tone="quiet">{texts.nothing}</StatusTag>;
  const until = row.billingMonth
    ? texts.monthly(month(row.billingMonth))
    : row.dueOn && texts.dueOn(formatDay(row.dueOn));
  const isLate = row.dueOn !== null && row.dueOn < today();
  return (
    <>
      <StatusTag tone={isLate ? "bad" : "warn"}>{isLate ? texts.overdue : texts.unpaid}</StatusTag>
      {until && <span className="sub">{until}</span>}
    </>
  );
}

type BillRow = { paid: number; balance: number; dueOn: string };

export function BillPayment({ row }: { row: BillRow }) {
  const texts = useTexts(STATEMENTS);
  if (row.balance === 0) return <StatusTag tone="good">{texts.paid}</StatusTag>;
  if (row.balance < 0) return <StatusTag tone="info">{row.paid > 0 ? texts.over : texts.refund}</StatusTag>;
  const isLate = row.dueOn < today();
  const word = isLate ? texts.overdue : row.paid > 0 ? texts.partly : texts.unpaid;
  return (
    <>
      <StatusTag tone={isLate ? "bad" : "warn"}>{word}</StatusTag>
      <span className="sub">{texts.dueOn(formatDay(row.dueOn))}</span>
    </>
  );
}
