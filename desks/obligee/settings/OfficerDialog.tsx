import { useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Dialog } from "../../ui/parts/Dialog.tsx";
import { ChangeOfficer, CreateOfficer } from "./operations.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Props = {
  /** Null for a new one. */
  officer: { id: string; version: number; title: string; office: string | null } | null;
  onClose: () => void;
  onSaved: () => void;
};

/** Adds a contracting officer, or changes one. */
export function OfficerDialog({ officer, onClose, onSaved }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const [title, setTitle] = useState(officer?.title ?? "");
  const [office, setOffice] = useState(officer?.office ?? "");
  const creating = useAct(CreateOfficer, "ContractingOfficerCreated");
  const changing = useAct(ChangeOfficer, "ContractingOfficerChanged");
  const { refused, isBusy } = officer === null ? creating : changing;
  const submit = async () => {
    const result =
      officer === null
        ? await creating.run((idempotencyKey) => ({ input: { title, office: office.trim() || null, idempotencyKey } }))
        : await changing.run((idempotencyKey) => ({
            // An empty text removes the office; null would leave it as it is.
            input: {
              title,
              office: office.trim(),
              contractingOfficerId: officer.id,
              version: officer.version,
              idempotencyKey,
            },
          }));
    if (result?.ok) onSaved();
  };
  return (
    <Dialog title={officer === null ? texts.addOfficer : texts.changeOfficer} onClose={onClose}>
      <RefusedBanner refused={refused} fields={["title", "office"]} />
      <Form onSubmit={() => void submit()}>
        <TextField
          label={texts.officerTitle}
          hint={texts.officerTitleHint}
          required
          problem={problemOf(refused, "title")}
          value={title}
          onChange={setTitle}
        />
        <TextField label={texts.office} problem={problemOf(refused, "office")} value={office} onChange={setOffice} />
        <div className="form-actions">
          <Button type="submit" isBusy={isBusy}>
            {texts.save}
          </Button>
          <Button look="text" onClick={onClose}>
            {texts.cancel}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
