import { useState } from "react";
import { useLeaveGuard } from "../../shared/hooks/useLeaveGuard.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { type Terms, termsOf } from "../../shared/terms.ts";
import { useAct } from "../../shared/useAct.ts";
import { DateField } from "../../ui/form/DateField.tsx";
import { Form as FormElement } from "../../ui/form/Form.tsx";
import { MoneyField } from "../../ui/form/MoneyField.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import {
  changedFields,
  changesOf,
  emptyFields,
  FIELDS,
  type Field,
  type Form,
  nameOf,
  presentOf,
  type Subject,
  show,
} from "./changes.ts";
import { RequestAmendment } from "./operations.ts";
import { AMENDMENT } from "./texts.ts";

type Props = { subject: Subject; onSent: (requestId: string) => void };

/** The form begins with the present content; what is left as it is, is not sent. */
export function AmendmentForm({ subject, onSent }: Props) {
  const texts = useTexts(AMENDMENT);
  const { language } = useLanguage();
  const terms = termsOf(subject.contract.contractType, language);
  // What others change meanwhile must not change what is typed here.
  const [present] = useState(() => presentOf(subject));
  const [form, setForm] = useState(present);
  const [reason, setReason] = useState("");
  const [isSent, setIsSent] = useState(false);
  const { run, isBusy, refused } = useAct(RequestAmendment, "AmendmentRequested");
  const [isTried, setIsTried] = useState(false);
  const changed = changedFields(present, form);
  const missing = isTried ? emptyFields(form) : [];
  useLeaveGuard(!isSent && (changed.length > 0 || reason !== ""));
  const send = async () => {
    setIsTried(true);
    if (emptyFields(form).length > 0) return;
    const changes = changesOf(present, form);
    const result = await run((idempotencyKey) => ({
      input: { guaranteeId: subject.id, ...changes, reason, idempotencyKey },
    }));
    if (!result?.ok) return;
    setIsSent(true);
    onSent(result.value.amendmentRequest.id);
  };
  return (
    <FormElement label={texts.title} onSubmit={() => void send()}>
      {refused?.code === "AmendmentNotNeeded" ? (
        <Banner tone="info" title={texts.notNeeded}>
          {refused.message}
        </Banner>
      ) : (
        <RefusedBanner refused={refused} fields={[...FIELDS, "reason"]} />
      )}
      <Fields
        {...{ form, present, terms }}
        problem={(field) => (missing.includes(field) ? texts.missing : problemOf(refused, field))}
        onChange={(change) => setForm({ ...form, ...change })}
      />
      <p className="hint">{texts.priceOnly}</p>
      <TextArea
        label={texts.reason}
        hint={texts.reasonHint}
        required
        problem={problemOf(refused, "reason")}
        value={reason}
        onChange={setReason}
      />
      <Section title={texts.changes}>
        <Changes {...{ form, present, terms, changed }} />
      </Section>
      <p className="hint">{texts.files}</p>
      <div className="form-actions">
        <Button type="submit" isBusy={isBusy}>
          {texts.send}
        </Button>
      </div>
    </FormElement>
  );
}

type FieldsProps = {
  form: Form;
  present: Form;
  terms: Terms;
  problem: (field: Field) => string | null;
  onChange: (change: Partial<Form>) => void;
};

function Fields({ form, present, terms, problem, onChange }: FieldsProps) {
  const texts = useTexts(AMENDMENT);
  const told = (field: Field) => ({
    label: nameOf(field, texts, terms),
    hint: texts.now(show(field, present[field])),
    problem: problem(field),
  });
  const money = (field: "amount" | "contractPrice") => (
    <MoneyField {...told(field)} value={form[field]} onChange={(value) => onChange({ [field]: value })} />
  );
  const day = (field: "expiryDate" | "periodFrom" | "periodTo") => (
    <DateField {...told(field)} value={form[field]} onChange={(value) => onChange({ [field]: value })} />
  );
  return (
    <>
      <div className="form-grid">
        {day("periodFrom")}
        {day("periodTo")}
        {day("expiryDate")}
        {money("amount")}
        {money("contractPrice")}
      </div>
      <TextField
        {...told("projectName")}
        value={form.projectName}
        onChange={(projectName) => onChange({ projectName })}
      />
    </>
  );
}

type ChangesProps = { form: Form; present: Form; terms: Terms; changed: readonly Field[] };

function Changes({ form, present, terms, changed }: ChangesProps) {
  const texts = useTexts(AMENDMENT);
  if (changed.length === 0) return <p className="hint">{texts.noChanges}</p>;
  return (
    <div aria-live="polite">
      <Facts
        facts={changed.map((field) => ({
          name: nameOf(field, texts, terms),
          value: texts.change(show(field, present[field]), show(field, form[field])),
        }))}
      />
    </div>
  );
}
