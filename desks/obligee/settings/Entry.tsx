import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { useMayAct } from "../useMayAct.ts";
import { ChangeObligee } from "./operations.ts";
import type { Obligee } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Props = { obligee: Obligee; onChanged: () => void };
type Field = "name" | "title" | "prefecture" | "noticeSubject";
const FIELDS: readonly Field[] = ["name", "title", "prefecture", "noticeSubject"];

/** The obligee's entry in the register. */
export function Entry({ obligee, onChanged }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const { isAdministrator } = useMayAct();
  const labels = { name: texts.name, title: texts.title, prefecture: texts.prefecture, noticeSubject: texts.subject };
  if (isAdministrator) return <EntryForm labels={labels} obligee={obligee} onChanged={onChanged} />;
  return (
    <>
      <p className="hint">{texts.onlyAdministrators}</p>
      <Facts facts={FIELDS.map((field) => ({ name: labels[field], value: obligee[field] }))} />
    </>
  );
}

function EntryForm({ labels, obligee, onChanged }: Props & { labels: Record<Field, string> }) {
  const texts = useTexts(SETTINGS_TEXTS);
  const known = { name: obligee.name, title: obligee.title };
  const [typed, setTyped] = useState({
    ...known,
    prefecture: obligee.prefecture ?? "",
    noticeSubject: obligee.noticeSubject ?? "",
  });
  const [isSaved, setIsSaved] = useState(false);
  const { run, isBusy, refused } = useAct(ChangeObligee, "ObligeeChanged");
  const hints = { title: texts.titleHint, prefecture: texts.prefectureHint, noticeSubject: texts.subjectHint };
  const submit = async () => {
    setIsSaved(false);
    const { prefecture, noticeSubject } = typed;
    const input = {
      ...typed,
      // An empty text removes what is optional; null would leave it as it is.
      prefecture: prefecture.trim(),
      noticeSubject: noticeSubject.trim(),
      obligeeId: obligee.id,
      version: obligee.version,
    };
    const result = await run((idempotencyKey) => ({ input: { ...input, idempotencyKey } }));
    setIsSaved(result?.ok ?? false);
    onChanged();
  };
  return (
    <Form label={texts.entry} onSubmit={() => void submit()}>
      <p>{texts.entryLead}</p>
      {isSaved && <DoneBanner title={texts.entrySaved} />}
      <RefusedBanner refused={refused} fields={FIELDS} />
      {FIELDS.map((field) => (
        <TextField
          key={field}
          label={labels[field]}
          hint={field === "name" ? undefined : hints[field]}
          required={field === "name" || field === "title"}
          problem={problemOf(refused, field)}
          value={typed[field]}
          onChange={(value) => setTyped({ ...typed, [field]: value })}
        />
      ))}
      <Button type="submit" isBusy={isBusy}>
        {texts.save}
      </Button>
    </Form>
  );
}
