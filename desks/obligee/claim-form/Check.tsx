import { useTexts } from "../../shared/language.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { CLAIM } from "../claim/texts.ts";
import { accountInWords } from "../claim/words.ts";
import { useWritten } from "../useWritten.ts";
import { ClaimedFacts } from "./Fields.tsx";
import type { Typed } from "./form.ts";
import type { Claimed } from "./Page.tsx";

type Props = {
  certificate: Claimed;
  typed: Typed;
  hasSums: boolean;
  isBusy: boolean;
  onBack: () => void;
  onSubmit: () => void;
};

/** 確認: everything that was entered, before it is sent. */
export function Check({ certificate, typed, hasSums, isBusy, onBack, onSubmit }: Props) {
  const { day, yen } = useWritten();
  const texts = useTexts(CLAIM);
  const sum = (name: string, value: number | null) => hasSums && { name, value: value === null ? "－" : yen(value) };
  return (
    <>
      <Banner tone="info" title={texts.confirmLead} />
      <Section title={texts.what}>
        <ClaimedFacts certificate={certificate} />
      </Section>
      <Section title={texts.facts}>
        <Facts
          facts={[
            { name: texts.reason, value: typed.reason || "－" },
            { name: texts.ended, value: typed.contractEndedOn ? day(typed.contractEndedOn) : "－" },
            sum(texts.advance, typed.advancePaid),
            sum(texts.progress, typed.progressPaid),
            sum(texts.finished, typed.finishedWorkValue),
            { name: texts.account, value: accountInWords(typed, texts) },
          ]}
        />
        <p className="hint">{hasSums ? texts.calculationLead : texts.performanceLead}</p>
      </Section>
      <div className="form-actions">
        <Button isBusy={isBusy} onClick={onSubmit}>
          {texts.submit}
        </Button>
        <Button look="secondary" onClick={onBack}>
          {texts.back}
        </Button>
      </div>
    </>
  );
}
