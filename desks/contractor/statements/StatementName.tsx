import { useTexts } from "../../shared/language.tsx";
import { formatDay } from "../../shared/typed.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { STATEMENTS } from "./texts.ts";

type Props = { row: { number: string; issuedOn: string; isSample: boolean } };

/** A statement by its number and day; one of a trial says so. */
export function StatementName({ row }: Props) {
  const texts = useTexts(STATEMENTS);
  return (
    <>
      <span className="number">{row.number}</span>
      <span className="sub">
        {formatDay(row.issuedOn)} {row.isSample && <StatusTag tone="quiet">{texts.sample}</StatusTag>}
      </span>
    </>
  );
}
