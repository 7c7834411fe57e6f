import { useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber, halfWidth, parseYen, yenInWords } from "../../shared/typed.ts";
import { UI } from "../texts.ts";
import { Field, type FieldProps } from "./Field.tsx";
import { unreadable } from "./unreadable.ts";

type Props = Omit<FieldProps, "echo"> & {
  /** Whole yen; null while nothing, or nothing readable, is typed. */
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
};

/**
 * A sum in yen: separators and full-width digits are taken, `2000万` too; beside it the sum in words.
 *
 * `type=number` is not used, because browsers drop full-width digits there in silence.
 */
export function MoneyField({ value, onChange, onBlur, problem, ...field }: Props) {
  const texts = useTexts(UI);
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : formatNumber(value));
  const isUnreadable = typed !== null && typed.trim() !== "" && parseYen(typed) === null;
  const finish = () => {
    if (!isUnreadable) setTyped(null);
    else setTyped(halfWidth(shown));
    onBlur?.();
  };
  return (
    <Field
      {...field}
      problem={isUnreadable ? texts.unreadableSum : problem}
      echo={value !== null && value >= 10_000 ? yenInWords(value) : undefined}
    >
      {(described) => (
        <span className="with-unit">
          <input
            {...described}
            {...unreadable(isUnreadable)}
            className="sum"
            type="text"
            inputMode="numeric"
            autoComplete="off"
            value={shown}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(parseYen(event.target.value));
            }}
            onBlur={finish}
          />
          <span aria-hidden="true">{texts.yen}</span>
        </span>
      )}
    </Field>
  );
}
