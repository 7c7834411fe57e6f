import { useTexts } from "../shared/language.tsx";
import { parseNumberAndKey } from "../shared/typed.ts";
import { TextField } from "../ui/form/TextField.tsx";
import { CERTIFICATE } from "./certificate/texts.ts";
import { keyOf } from "./keys.ts";

type Props = { number: string; value: string; problem?: string | null; onChange: (key: string) => void };

/** The auth key of one certificate: asked for unless it was presented on this page. A pasted line of a notice is taken. */
export function KeyField({ number, value, problem, onChange }: Props) {
  const texts = useTexts(CERTIFICATE);
  if (keyOf(number) !== undefined && !problem) return <p className="hint">{texts.keyKnown}</p>;
  return (
    <TextField
      label={texts.key}
      hint={texts.keyHint}
      className="code"
      required
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      problem={problem}
      value={value}
      onChange={onChange}
      onPaste={(event) => {
        const { key } = parseNumberAndKey(event.clipboardData.getData("text"));
        if (key === null) return;
        event.preventDefault();
        onChange(key);
      }}
    />
  );
}
