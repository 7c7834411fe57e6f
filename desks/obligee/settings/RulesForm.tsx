import { useState } from "react";
import type { Refused } from "../../gql/outcomes.ts";
import { useLeaveGuard } from "../../shared/hooks/useLeaveGuard.ts";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { COMMON } from "../../shared/texts.ts";
import { useAct } from "../../shared/useAct.ts";
import { DateField } from "../../ui/form/DateField.tsx";
import { Form } from "../../ui/form/Form.tsx";
import { MoneyField } from "../../ui/form/MoneyField.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { AcceptanceList } from "./AcceptanceList.tsx";
import { OfficeList } from "./OfficeList.tsx";
import { SetObligeeRules } from "./operations.ts";
import { fieldsOf, inputOf, type Obligee, RATIOS, type Rules, type RulesTyped, SUMS, typedOf } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Props = { obligee: Obligee; last: Rules; onClose: () => void; onSaved: (day: string) => void };

/** New rules, which begin with the last ones. */
export function RulesForm({ obligee, last, onClose, onSaved }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const common = useTexts(COMMON);
  const [begun] = useState(() => typedOf(last));
  const [typed, setTyped] = useState(begun);
  const { run, isBusy, refused } = useAct(SetObligeeRules, "ObligeeRulesSet");
  useLeaveGuard(typed !== begun);
  const [isDayMissing, setIsDayMissing] = useState(false);
  const submit = async () => {
    setIsDayMissing(typed.validFrom === null);
    if (typed.validFrom === null) return;
    const result = await run((idempotencyKey) => ({
      input: { ...inputOf(typed, obligee.id, last.version), idempotencyKey },
    }));
    if (result?.ok) onSaved(result.value.rules.validFrom);
  };
  return (
    <Form label={texts.editTitle} onSubmit={() => void submit()}>
      <h2>{texts.editTitle}</h2>
      <p>{texts.editLead}</p>
      <RefusedBanner refused={refused} fields={fieldsOf(typed)} />
      <DateField
        label={texts.validFrom}
        hint={texts.validFromHint}
        required
        problem={isDayMissing ? common.enter : problemOf(refused, "validFrom")}
        value={typed.validFrom}
        onChange={(validFrom) => setTyped({ ...typed, validFrom })}
      />
      <Limits typed={typed} refused={refused} onChange={setTyped} />
      <Section title={texts.acceptances}>
        <AcceptanceList
          acceptances={typed.acceptances}
          refused={refused}
          onChange={(acceptances) => setTyped({ ...typed, acceptances })}
        />
      </Section>
      <Section title={texts.offices}>
        <p>{texts.officesLead}</p>
        <OfficeList offices={typed.offices} refused={refused} onChange={(offices) => setTyped({ ...typed, offices })} />
      </Section>
      <div className="form-actions">
        <Button type="submit" isBusy={isBusy}>
          {texts.save}
        </Button>
        <Button look="text" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </Form>
  );
}

type LimitsProps = { typed: RulesTyped; refused: Refused | null; onChange: (typed: RulesTyped) => void };

function Limits({ typed, refused, onChange }: LimitsProps) {
  const texts = useTexts(SETTINGS_TEXTS);
  const labels = {
    advancePaymentRatio: texts.advance,
    servicesAdvancePaymentRatio: texts.servicesAdvance,
    intermediateRatio: texts.intermediate,
    combinedRatio: texts.combined,
    performanceMinimumRatio: texts.performance,
    raisedPerformanceMinimumRatio: texts.raised,
    advancePaymentCap: texts.cap,
    roundingUnit: texts.unit,
    minimumPrice: texts.minimum,
  };
  return (
    <Section title={texts.limits}>
      <div className="form-grid">
        {RATIOS.map((name) => (
          <TextField
            key={name}
            label={labels[name]}
            hint={name === "servicesAdvancePaymentRatio" ? texts.sameAsWorks : texts.percentHint}
            inputMode="decimal"
            autoComplete="off"
            problem={problemOf(refused, `limits.${name}`)}
            value={typed.ratios[name]}
            onChange={(value) => onChange({ ...typed, ratios: { ...typed.ratios, [name]: value } })}
          />
        ))}
        {SUMS.map((name) => (
          <MoneyField
            key={name}
            label={labels[name]}
            hint={texts.noneIfEmpty}
            problem={problemOf(refused, `limits.${name}`)}
            value={typed.sums[name]}
            onChange={(value) => onChange({ ...typed, sums: { ...typed.sums, [name]: value } })}
          />
        ))}
      </div>
    </Section>
  );
}
