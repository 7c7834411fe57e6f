import { type ReactNode, useId, useLayoutEffect, useRef } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";
import { Button } from "./Button.tsx";

type Props = {
  title: string;
  children: ReactNode;
  /** Called by Escape and by the close button; without it the dialog cannot be left. */
  onClose?: () => void;
};

/** A modal dialog: the browser keeps the focus inside, and gives it back. */
export function Dialog({ title, children, onClose }: Props) {
  const id = useId();
  const texts = useTexts(UI);
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed while it is still part of the page: from a removed one the browser gives no focus back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && (
          <Button look="text" onClick={onClose}>
            {texts.close}
          </Button>
        )}
      </div>
      {children}
    </dialog>
  );
}
