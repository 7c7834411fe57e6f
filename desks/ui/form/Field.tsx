import { type ReactNode, useId } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";

export type FieldProps = {
  label: string;
  hint?: ReactNode;
  /** What is wrong, as the server tells it; null without a problem. */
  problem?: string | null | undefined;
  /** Marks the field 必須. The server decides what is missing. */
  required?: boolean;
  /** What was understood, such as the sum in words. */
  echo?: ReactNode;
};

/** Attributes that connect a control with its label, hint and problem. */
export type Described = { id: string; "aria-describedby"?: string; "aria-invalid"?: true };

/** Label, mark, hint, problem and echo around one control. */
export function Field({ children, ...props }: FieldProps & { children: (described: Described) => ReactNode }) {
  const id = useId();
  const texts = useTexts(UI);
  const { label, hint, problem, required, echo } = props;
  const ids = [hint && `${id}-hint`, problem && `${id}-problem`, echo && `${id}-echo`].filter(Boolean).join(" ");
  const described: Described = {
    id,
    ...(ids && { "aria-describedby": ids }),
    ...(problem && { "aria-invalid": true as const }),
  };
  return (
    <div className={problem ? "field has-problem" : "field"}>
      <label htmlFor={id}>
        {label}
        {required && <span className="required">{texts.required}</span>}
      </label>
      {hint && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {children(described)}
      {echo && (
        <div className="echo" id={`${id}-echo`}>
          {echo}
        </div>
      )}
      {problem && (
        <p className="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
