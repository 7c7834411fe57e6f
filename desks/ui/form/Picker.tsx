import { type ReactNode, useId } from "react";
import { useTexts } from "../../shared/language.tsx";
import { Button } from "../parts/Button.tsx";
import { UI } from "../texts.ts";

type Props<Row> = {
  label: string;
  required?: boolean;
  problem?: string | null;
  /** What was found, such as "3件の発注者が見つかりました。"; announced when it changes. */
  status: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  onChoose: (row: Row) => void;
  /** The fields by which is searched. */
  search: ReactNode;
  /** What is shown of a row. */
  children: (row: Row) => ReactNode;
};

/** One of many: found by searching, and chosen by its button. */
export function Picker<Row>({ label, required, problem, status, rows, search, children, ...row }: Props<Row>) {
  const id = useId();
  const texts = useTexts(UI);
  return (
    <fieldset
      className={problem ? "field picker has-problem" : "field picker"}
      aria-describedby={problem ? `${id}-problem` : undefined}
    >
      <legend>
        {label}
        {required && <span className="required">{texts.required}</span>}
      </legend>
      <div className="picker-search">{search}</div>
      <p className="hint" role="status">
        {status}
      </p>
      {rows.length > 0 && (
        <ul className="picker-rows">
          {rows.map((found) => (
            <li key={row.keyOf(found)}>
              <div>{children(found)}</div>
              <Button
                look="secondary"
                aria-label={`${texts.choose}：${row.nameOf(found)}`}
                onClick={() => row.onChoose(found)}
              >
                {texts.choose}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
