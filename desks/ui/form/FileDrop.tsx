import { type DragEvent, useId, useRef, useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";

type Props = {
  label: string;
  hint?: string;
  /** Of the file chooser, such as `application/pdf`. What is dropped is for the server to judge. */
  accept: string;
  multiple?: boolean;
  disabled?: boolean;
  problem?: string | null;
  onFiles: (files: File[]) => void;
};

/** Files by drag and drop, or by the button for those who use no mouse. */
export function FileDrop({ label, hint, accept, multiple = false, disabled = false, problem, onFiles }: Props) {
  const id = useId();
  const texts = useTexts(UI);
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const take = (list: FileList | null) => {
    const files = Array.from(list ?? []);
    if (files.length > 0 && !disabled) onFiles(multiple ? files : files.slice(0, 1));
  };
  const over = (event: DragEvent, isInside: boolean) => {
    event.preventDefault();
    setIsOver(isInside);
  };
  return (
    <section
      className={isOver ? "file-drop is-over" : "file-drop"}
      aria-label={label}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <p>{multiple ? texts.dropFiles : texts.dropFile}</p>
      <label htmlFor={id} className="button secondary">
        {label}
      </label>
      <input
        ref={input}
        id={id}
        className="file-input"
        type="file"
        {...{ accept, multiple, disabled }}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      {hint && (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </section>
  );
}
