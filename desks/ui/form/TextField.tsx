import type { InputHTMLAttributes } from "react";
import { Field, type FieldProps } from "./Field.tsx";

type Props = FieldProps &
  Omit<InputHTMLAttributes<HTMLInputElement>, "value" | "onChange" | "id"> & {
    value: string;
    onChange: (value: string) => void;
  };

/** One line of text. */
export function TextField({ label, hint, problem, required, echo, value, onChange, ...input }: Props) {
  return (
    <Field {...{ label, hint, problem, required: required ?? false, echo }}>
      {(described) => (
        <input type="text" {...input} {...described} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
