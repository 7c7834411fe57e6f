import { useNavigate } from "@tanstack/react-router";
import { type ClipboardEvent, useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { parseNumberAndKey } from "../../shared/typed.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { rememberKey } from "../keys.ts";
import { LOOK_UP } from "./texts.ts";
import { useLookUp } from "./useLookUp.ts";

/** Number and key in one go: a pasted line of a notice or mail fills both fields. */
export function LookUpForm({ number: known = "" }: { number?: string | undefined }) {
  const texts = useTexts(LOOK_UP);
  const navigate = useNavigate();
  const [number, setNumber] = useState(known);
  const [key, setKey] = useState("");
  const [isPasted, setIsPasted] = useState(false);
  const { lookUp, isBusy, refused } = useLookUp();
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const found = parseNumberAndKey(event.clipboardData.getData("text"));
    if (found.number === null || found.key === null) return;
    event.preventDefault();
    setNumber(found.number);
    setKey(found.key);
    setIsPasted(true);
  };
  const submit = async () => {
    const found = await lookUp(number, key);
    if (found === null) return;
    // As it was typed, the key may have spaces and full-width letters: the server reads it the same way again.
    rememberKey(found.guaranteeNumber, key);
    await navigate({ to: "/certificates/$id", params: { id: found.id } });
  };
  return (
    <Form label={texts.form} onSubmit={() => void submit()}>
      <RefusedBanner refused={refused} fields={["number", "key"]} />
      <p className="hint">{texts.paste}</p>
      <TextField
        label={texts.number}
        hint={texts.numberHint}
        className="code"
        required
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        problem={problemOf(refused, "number")}
        value={number}
        onChange={setNumber}
        onPaste={paste}
      />
      <TextField
        label={texts.key}
        hint={texts.keyHint}
        className="code"
        required
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        problem={problemOf(refused, "key")}
        value={key}
        onChange={setKey}
        onPaste={paste}
      />
      <p className="hint" role="status">
        {isPasted ? texts.pasted : ""}
      </p>
      <Button type="submit" isBusy={isBusy}>
        {texts.submit}
      </Button>
    </Form>
  );
}
