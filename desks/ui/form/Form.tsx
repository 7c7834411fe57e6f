import { type FormEvent, type KeyboardEvent, type ReactNode, useRef } from "react";
import { focusUnreadable } from "./unreadable.ts";

type Props = { children: ReactNode; onSubmit: () => void; label?: string; className?: string };

/**
 * A form that is submitted by its button or by Enter, but not by the Enter that ends an IME conversion.
 *
 * It is not sent while something unreadable is typed in a field of it. Safari ends the composition before the key event, hence the key code 229 too.
 */
export function Form({ children, onSubmit, label, className }: Props) {
  const isComposing = useRef(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isComposing.current && !focusUnreadable(event.currentTarget)) onSubmit();
  };
  const keep = (event: KeyboardEvent) => {
    const { nativeEvent } = event;
    if (event.key === "Enter" && (nativeEvent.isComposing || nativeEvent.keyCode === 229)) event.preventDefault();
  };
  return (
    <form
      noValidate
      aria-label={label}
      className={className}
      onSubmit={submit}
      onKeyDown={keep}
      onCompositionStart={() => {
        isComposing.current = true;
      }}
      onCompositionEnd={() => {
        isComposing.current = false;
      }}
    >
      {children}
    </form>
  );
}
