import { useId } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";
import type { FieldProps } from "./Field.tsx";
import type { Option } from "./Select.tsx";

type Props = Omit<FieldProps, "echo"> & {
  value: string | null;
  options: readonly Option[];
  onChange: (value: string) => void;
};

/** One of two or three, all visible (radio buttons). */
export function Choices({ label, hint, problem, required, value, options, onChange }: Props) {
  const name = useId();
  const texts = useTexts(UI);
  return (
    <fieldset
      className={problem ? "field has-problem" : "field"}
      aria-describedby={problem ? `${name}-problem` : undefined}
    >
      <legend>
        {label}
        {required && <span className="required">{texts.required}</span>}
      </legend>
      {hint && <div className="hint">{hint}</div>}
      <div className="choices">
        {options.map((option) => (
          <label key={option.value} className="choice">
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {problem && (
        <p className="problem" id={`${name}-problem`} role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
