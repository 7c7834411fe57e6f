import type { TextareaHTMLAttributes } from "react";
import { Field, type FieldProps } from "./Field.tsx";

type Props = FieldProps &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "value" | "onChange" | "id"> & {
    value: string;
    onChange: (value: string) => void;
  };

/** Several lines of text. */
export function TextArea({ label, hint, problem, required, echo, value, onChange, ...area }: Props) {
  return (
    <Field {...{ label, hint, problem, required: required ?? false, echo }}>
      {(described) => (
        <textarea rows={4} {...area} {...described} value={value} onChange={(event) => onChange(event.target.value)} />
      )}
    </Field>
  );
}
