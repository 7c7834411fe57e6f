import type { ButtonHTMLAttributes } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: "primary" | "secondary" | "text" | "danger";
  /** While the work is under way: the button says so, keeps its focus and does nothing more. */
  isBusy?: boolean;
};

/** A button; of type `button` unless said otherwise, so that none submits a form by accident. */
export function Button({ look = "primary", isBusy = false, type = "button", children, onClick, ...button }: Props) {
  const texts = useTexts(UI);
  return (
    <button
      {...button}
      type={type}
      className={`button ${look}`}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {isBusy ? texts.working : children}
    </button>
  );
}
