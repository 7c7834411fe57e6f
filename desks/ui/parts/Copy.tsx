import { useEffect, useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";
import { Button } from "./Button.tsx";

/** Milliseconds for which the button says that it has copied. */
const TOLD = 3000;

/** Copies a text with one click. */
export function Copy({ text, label }: { text: string; label?: string }) {
  const texts = useTexts(UI);
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), TOLD);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
  };
  return (
    <>
      <Button look="secondary" onClick={() => void copy()}>
        {label ?? texts.copy}
      </Button>
      <span className="copied" role="status">
        {isCopied ? texts.copied : ""}
      </span>
    </>
  );
}
