import { useState } from "react";
import { KIND } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { Select } from "../../../ui/form/Select.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { RegisterBillToDialog } from "../dialogs/RegisterBillToDialog.tsx";
import type { Kind } from "../form.ts";
import { type Choices, useApply } from "../state.tsx";
import { FORM } from "../texts/form.ts";
import { Place } from "./Place.tsx";

const TYPED = "typed";

/** Name, department and address of an entry of the register, in one line. */
export function billToLine(entry: Choices["applicationSuggestions"]["billTos"][number]): string {
  return [entry.name, entry.department, entry.address].filter(Boolean).join("　");
}

/** 保証料請求先: one of the register, or a new one. */
export function BillToField({ kind }: { kind: Kind }) {
  const { form, changeBlock, choices } = useApply();
  const texts = useTexts(FORM);
  const product = useTexts(KIND)[kind] ?? kind;
  const { billTo, billToId } = form.blocks[kind];
  const entries = choices.applicationSuggestions.billTos;
  const [isTyped, setIsTyped] = useState(billTo !== "" || (entries.length === 0 && billToId === null));
  const [isRegistering, setIsRegistering] = useState(false);
  const choose = (value: string) => {
    setIsTyped(value === TYPED);
    changeBlock(kind, { billToId: value === TYPED || value === "" ? null : value, billTo: "" });
  };
  return (
    <Place name={`${kind}.billTo`} also={[`${kind}.billToId`]}>
      {(problem) => (
        <>
          {entries.length > 0 && (
            <Select
              label={texts.billToOf(product)}
              required
              problem={isTyped ? null : problem}
              empty={texts.chooseOne}
              options={[
                ...entries.map((entry) => ({ value: entry.id, label: billToLine(entry) })),
                { value: TYPED, label: texts.typedBillTo },
              ]}
              value={isTyped ? TYPED : (billToId ?? "")}
              onChange={choose}
            />
          )}
          {isTyped && (
            <TextField
              label={entries.length > 0 ? texts.billToName : texts.billToOf(product)}
              required
              hint={texts.billToNameHint}
              problem={problem}
              autoComplete="organization"
              value={billTo}
              onChange={(name) => changeBlock(kind, { billTo: name, billToId: null })}
            />
          )}
          <p className="under-field">
            <Button look="text" onClick={() => setIsRegistering(true)}>
              {texts.registerBillTo}
            </Button>
          </p>
          {isRegistering && (
            <RegisterBillToDialog
              name={billTo}
              onClose={() => setIsRegistering(false)}
              onRegistered={(id) => {
                setIsRegistering(false);
                choose(id);
              }}
            />
          )}
        </>
      )}
    </Place>
  );
}
