import { Field, type FieldProps } from "./Field.tsx";

export type Option = { value: string; label: string };
type Props = FieldProps & {
  value: string;
  options: readonly Option[];
  /** The label of "nothing chosen"; without it something is always chosen. */
  empty?: string;
  disabled?: boolean;
  onChange: (value: string) => void;
  onBlur?: () => void;
};

/** One of a short list. */
export function Select({ value, options, empty, disabled, onChange, onBlur, ...field }: Props) {
  return (
    <Field {...field}>
      {(described) => (
        <select {...described} {...{ value, disabled, onBlur }} onChange={(event) => onChange(event.target.value)}>
          {empty !== undefined && <option value="">{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
