import { useState } from "react";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { englishDay, eraDay, formatDay, parseDay } from "../../shared/typed.ts";
import { UI } from "../texts.ts";
import { Field, type FieldProps } from "./Field.tsx";
import { unreadable } from "./unreadable.ts";

type Props = Omit<FieldProps, "echo"> & {
  /** `2026-03-31`; null while nothing, or no day, is typed. */
  value: string | null;
  onChange: (value: string | null) => void;
  onBlur?: () => void;
};

/** A day: `2026/3/31`, `R8.3.31` and `令和8年3月31日` are taken, full width too; beside it the day with its era. */
export function DateField({ value, onChange, onBlur, problem, ...field }: Props) {
  const texts = useTexts(UI);
  const { language } = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const isUnreadable = typed !== null && typed.trim() !== "" && parseDay(typed) === null;
  const echo = value === null ? undefined : language === "ja" ? eraDay(value) : englishDay(value);
  return (
    <Field {...field} problem={isUnreadable ? texts.unreadableDay : problem} echo={echo}>
      {(described) => (
        <input
          {...described}
          {...unreadable(isUnreadable)}
          className="day"
          type="text"
          autoComplete="off"
          placeholder="2026/03/31"
          value={typed ?? (value === null ? "" : formatDay(value))}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(parseDay(event.target.value));
          }}
          onBlur={() => {
            if (!isUnreadable) setTyped(null);
            onBlur?.();
          }}
        />
      )}
    </Field>
  );
}
