import { useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { halfWidth } from "../../shared/typed.ts";
import { UI } from "../texts.ts";
import { Field, type FieldProps } from "./Field.tsx";
import { unreadable } from "./unreadable.ts";

type Props = Omit<FieldProps, "echo"> & {
  /** In percent; null while nothing, or nothing readable, is typed. */
  value: number | null;
  onChange: (value: number | null) => void;
};

/** `12.5` of `12.5`, `１２．５％`; null for anything else. */
export function parsePercent(text: string): number | null {
  const plain = halfWidth(text).replace(/[\s%]/g, "");
  return /^\d{1,3}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}

/** A share in percent; full-width digits are taken. */
export function PercentField({ value, onChange, problem, ...field }: Props) {
  const texts = useTexts(UI);
  const [typed, setTyped] = useState<string | null>(null);
  const isUnreadable = typed !== null && typed.trim() !== "" && parsePercent(typed) === null;
  return (
    <Field {...field} problem={isUnreadable ? texts.unreadablePercent : problem}>
      {(described) => (
        <span className="with-unit percent">
          <input
            {...described}
            {...unreadable(isUnreadable)}
            className="sum"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={typed ?? (value === null ? "" : String(value))}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(parsePercent(event.target.value));
            }}
            onBlur={() => {
              if (!isUnreadable) setTyped(null);
            }}
          />
          <span aria-hidden="true">％</span>
        </span>
      )}
    </Field>
  );
}
