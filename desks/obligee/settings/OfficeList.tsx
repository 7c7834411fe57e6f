import type { Refused } from "../../gql/outcomes.ts";
import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { Select } from "../../ui/form/Select.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { KINDS, oneOf } from "../search.ts";
import { newRow, type OfficeTyped } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Props = {
  offices: readonly OfficeTyped[];
  refused: Refused | null;
  onChange: (offices: readonly OfficeTyped[]) => void;
};

/** Offices with addresses of their own. */
export function OfficeList({ offices, refused, onChange }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const add = () => onChange([...offices, { id: newRow(), name: "", kind: "ADVANCE_PAYMENT", addresses: "" }]);
  return (
    <div className="stack">
      {offices.map((one, index) => (
        <fieldset key={one.id} className="card">
          <legend>{texts.officeOf(index + 1)}</legend>
          <Office
            typed={one}
            path={`offices.${index}`}
            refused={refused}
            onChange={(next) => onChange(offices.map((each) => (each.id === one.id ? next : each)))}
          />
          <Button
            look="text"
            aria-label={texts.removeOf(texts.officeOf(index + 1))}
            onClick={() => onChange(offices.filter((each) => each.id !== one.id))}
          >
            {texts.remove}
          </Button>
        </fieldset>
      ))}
      <Button look="secondary" onClick={add}>
        {texts.addOffice}
      </Button>
    </div>
  );
}

type OneProps = { typed: OfficeTyped; path: string; refused: Refused | null; onChange: (typed: OfficeTyped) => void };

function Office({ typed, path, refused, onChange }: OneProps) {
  const texts = useTexts(SETTINGS_TEXTS);
  const kinds = useTexts(KIND);
  const set = (change: Partial<OfficeTyped>) => onChange({ ...typed, ...change });
  return (
    <>
      <div className="form-grid">
        <TextField
          label={texts.officeName}
          hint={texts.officeHint}
          required
          problem={problemOf(refused, `${path}.name`)}
          value={typed.name}
          onChange={(name) => set({ name })}
        />
        <Select
          label={texts.kind}
          problem={problemOf(refused, `${path}.kind`)}
          value={typed.kind}
          options={KINDS.map((value) => ({ value, label: kinds[value] ?? value }))}
          onChange={(value) => set({ kind: oneOf(value, KINDS) ?? typed.kind })}
        />
      </div>
      <TextArea
        label={texts.addresses}
        hint={texts.addressesHint}
        rows={2}
        required
        problem={problemOf(refused, `${path}.noticeAddresses`)}
        value={typed.addresses}
        onChange={(addresses) => set({ addresses })}
      />
    </>
  );
}
