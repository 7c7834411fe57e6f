import { useState } from "react";
import type { Refused } from "../../gql/outcomes.ts";
import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { missingIn } from "../../shared/missing.ts";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { COMMON } from "../../shared/texts.ts";
import { Choices } from "../../ui/form/Choices.tsx";
import { DateField } from "../../ui/form/DateField.tsx";
import { Form } from "../../ui/form/Form.tsx";
import { MoneyField } from "../../ui/form/MoneyField.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { CLAIM } from "../claim/texts.ts";
import { KeyField } from "../KeyField.tsx";
import { useWritten } from "../useWritten.ts";
import { FIELDS, neededFor, type Typed } from "./form.ts";
import type { Claimed } from "./Page.tsx";

type Props = {
  certificate: Claimed;
  typed: Typed;
  authKey: string;
  /** Whether the sum is computed from payments, as for advance payments. */
  hasSums: boolean;
  refused: Refused | null;
  onChange: (typed: Typed) => void;
  onKey: (key: string) => void;
  onCheck: () => void;
};

/** 入力: the default, the payments and the account. */
export function Fields({ certificate, typed, authKey, hasSums, refused: told, onChange, onKey, onCheck }: Props) {
  const texts = useTexts(CLAIM);
  const common = useTexts(COMMON);
  const [missing, setMissing] = useState<Refused | null>(null);
  const refused = missing ?? told;
  const set = (change: Partial<Typed>) => onChange({ ...typed, ...change });
  const check = () => {
    const found = missingIn(neededFor(typed, authKey, hasSums), common);
    setMissing(found);
    if (found === null) onCheck();
  };
  const notAvailable = refused?.code === "CertificateNotAvailable" ? refused.message : null;
  return (
    <Form label={texts.formTitle} onSubmit={check}>
      <RefusedBanner refused={refused} fields={FIELDS} />
      <Section title={texts.what}>
        <ClaimedFacts certificate={certificate} />
        <KeyField
          number={certificate.guaranteeNumber}
          value={authKey}
          problem={problemOf(refused, "authKey") ?? notAvailable}
          onChange={onKey}
        />
      </Section>
      <Section title={texts.reason}>
        <TextArea
          label={texts.reason}
          hint={texts.reasonHint}
          required
          problem={problemOf(refused, "reason")}
          value={typed.reason}
          onChange={(reason) => set({ reason })}
        />
        <DateField
          label={texts.ended}
          hint={texts.endedHint}
          required
          problem={problemOf(refused, "contractEndedOn")}
          value={typed.contractEndedOn}
          onChange={(contractEndedOn) => set({ contractEndedOn })}
        />
      </Section>
      <Section title={texts.calculation}>
        <p>{hasSums ? texts.calculationLead : texts.performanceLead}</p>
        {hasSums && <Sums typed={typed} refused={refused} onSet={set} />}
      </Section>
      <Account typed={typed} refused={refused} onSet={set} />
      <div className="form-actions">
        <Button type="submit">{texts.confirm}</Button>
      </div>
    </Form>
  );
}

export function ClaimedFacts({ certificate }: { certificate: Claimed }) {
  const { yen } = useWritten();
  const texts = useTexts(CLAIM);
  const kinds = useTexts(KIND);
  return (
    <Facts
      facts={[
        { name: texts.guarantee, value: `${certificate.guaranteeNumber} ${kinds[certificate.kind]}` },
        { name: texts.project, value: certificate.projectName },
        { name: texts.principal, value: certificate.jointVentureName ?? certificate.principalName },
        { name: texts.guaranteed, value: yen(certificate.amount) },
      ]}
    />
  );
}

type PartProps = { typed: Typed; refused: Refused | null; onSet: (change: Partial<Typed>) => void };

function Sums({ typed, refused, onSet }: PartProps) {
  const texts = useTexts(CLAIM);
  const field = (name: "advancePaid" | "progressPaid" | "finishedWorkValue", label: string) => (
    <MoneyField
      label={label}
      required
      problem={problemOf(refused, name)}
      value={typed[name]}
      onChange={(value) => onSet({ [name]: value })}
    />
  );
  return (
    <div className="form-grid">
      {field("advancePaid", texts.advance)}
      {field("progressPaid", texts.progress)}
      {field("finishedWorkValue", texts.finished)}
    </div>
  );
}

function Account({ typed, refused, onSet }: PartProps) {
  const texts = useTexts(CLAIM);
  const field = (name: "bank" | "branch" | "number" | "holder", label: string, hint?: string) => (
    <TextField
      label={label}
      hint={hint}
      required
      autoComplete="off"
      problem={problemOf(refused, `account.${name}`)}
      value={typed[name]}
      onChange={(value) => onSet({ [name]: value })}
    />
  );
  return (
    <Section title={texts.account}>
      <div className="form-grid">
        {field("bank", texts.bank)}
        {field("branch", texts.branch)}
      </div>
      <Choices
        label={texts.type}
        value={typed.type}
        options={[
          { value: "ORDINARY", label: texts.ordinary },
          { value: "CURRENT", label: texts.current },
        ]}
        onChange={(type) => onSet({ type: type === "CURRENT" ? "CURRENT" : "ORDINARY" })}
      />
      <div className="form-grid">
        {field("number", texts.number, texts.numberHint)}
        {field("holder", texts.holder, texts.holderHint)}
      </div>
    </Section>
  );
}
