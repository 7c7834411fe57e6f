import { useTexts } from "../../../shared/language.tsx";
import { today } from "../../../shared/typed.ts";
import { Choices } from "../../../ui/form/Choices.tsx";
import { MoneyField } from "../../../ui/form/MoneyField.tsx";
import { useApply } from "../state.tsx";
import { FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { Place } from "./Place.tsx";

/** The year in which the fiscal year of a day begins; it begins in April. */
export function fiscalYearOf(day: string): number {
  const [year, month] = day.split("-").map(Number);
  return (year ?? 0) - ((month ?? 0) < 4 ? 1 : 0);
}

/** 今年度対象額 and the fiscal year: what the advance payments of the form are measured against. */
export function BaseFields() {
  const { form, change, sent } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const year = sent?.fiscalYear ?? fiscalYearOf(today());
  const years = [
    { value: String(year), label: texts.thisYear(year) },
    { value: String(year + 1), label: texts.nextYear(year + 1) },
  ];
  return (
    <>
      <Place name="currentFiscalYearBase">
        {(problem) => (
          <MoneyField
            label={fields.currentFiscalYearBase}
            hint={texts.baseHint}
            problem={problem}
            value={form.currentFiscalYearBase}
            onChange={(currentFiscalYearBase) => change({ currentFiscalYearBase })}
          />
        )}
      </Place>
      <Place name="fiscalYear">
        {(problem) => (
          <Choices
            label={fields.fiscalYear}
            problem={problem}
            options={years}
            value={String(form.fiscalYear ?? year)}
            onChange={(value) => change({ fiscalYear: Number(value) === year && sent === null ? null : Number(value) })}
          />
        )}
      </Place>
    </>
  );
}
