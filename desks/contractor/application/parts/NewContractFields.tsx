import { useTexts } from "../../../shared/language.tsx";
import { Checkbox } from "../../../ui/form/Checkbox.tsx";
import { Choices } from "../../../ui/form/Choices.tsx";
import { DateField } from "../../../ui/form/DateField.tsx";
import { MoneyField } from "../../../ui/form/MoneyField.tsx";
import { Select } from "../../../ui/form/Select.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import type { NewContract } from "../form.ts";
import { useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { ObligeeField, useObligee } from "./ObligeeField.tsx";
import { Place } from "./Place.tsx";
import { VentureFields } from "./VentureFields.tsx";

/** A contract that is not registered yet, in the words of its type. */
export function NewContractFields() {
  const { form, changeContract, terms, problems } = useApply();
  const { contract } = form;
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const types = useTexts(CHOICES.contractType);
  const isLikeAnother = problems.some((problem) => problem.code === "CONTRACT_ALREADY_REGISTERED");
  return (
    <>
      <Place name="contract.contractType">
        {(problem) => (
          <Choices
            label={fields.contractType}
            required
            problem={problem}
            options={Object.entries(types).map(([value, label]) => ({ value, label }))}
            value={contract.contractType}
            onChange={(value) => changeContract({ contractType: value as NewContract["contractType"] })}
          />
        )}
      </Place>
      <ObligeeField />
      <OfficerField />
      <Place name="contract.projectName">
        {(problem) => (
          <TextField
            label={terms.projectName}
            required
            hint={texts.projectHint}
            problem={problem}
            autoComplete="off"
            maxLength={200}
            value={contract.projectName}
            onChange={(projectName) => changeContract({ projectName })}
          />
        )}
      </Place>
      {(isLikeAnother || contract.isAnother) && (
        <Place name="contract">
          {(problem) => (
            <div className="checks">
              {problem && <p className="problem">{problem}</p>}
              <Checkbox
                label={fields.isAnother}
                checked={contract.isAnother ?? false}
                onChange={(isAnother) => changeContract({ isAnother })}
              />
            </div>
          )}
        </Place>
      )}
      <Sums />
      <Days />
      <VentureFields />
    </>
  );
}

function OfficerField() {
  const { form, changeContract } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const officers = useObligee()?.contractingOfficers.filter((officer) => officer.isActive) ?? [];
  if (officers.length === 0) return null;
  return (
    <Place name="contract.contractingOfficerId">
      {(problem) => (
        <Select
          label={fields.contractingOfficerId}
          required
          hint={texts.officerHint}
          problem={problem}
          empty={texts.chooseOne}
          options={officers.map(({ id, title, office }) => ({
            value: id,
            label: office === null ? title : `${title}（${office}）`,
          }))}
          value={form.contract.contractingOfficerId ?? ""}
          onChange={(value) => changeContract({ contractingOfficerId: value || null })}
        />
      )}
    </Place>
  );
}

function Sums() {
  const { form, changeContract, terms } = useApply();
  const { contract } = form;
  const fields = useTexts(FIELDS);
  return (
    <>
      <Place name="contract.contractPrice">
        {(problem) => (
          <MoneyField
            label={terms.price}
            required
            problem={problem}
            value={contract.contractPrice}
            onChange={(contractPrice) => changeContract({ contractPrice })}
          />
        )}
      </Place>
      <div className="checks">
        <Checkbox
          label={fields.advancePaymentPlanned}
          checked={contract.advancePaymentPlanned ?? true}
          onChange={(advancePaymentPlanned) => changeContract({ advancePaymentPlanned })}
        />
        <Checkbox
          label={fields.lowPriceOrLabourOnly}
          checked={contract.lowPriceOrLabourOnly ?? false}
          onChange={(lowPriceOrLabourOnly) => changeContract({ lowPriceOrLabourOnly })}
        />
      </div>
    </>
  );
}

type Day = "contractDate" | "periodFrom" | "periodTo" | "tenderNoticeDate" | "bidDate";

function DayAt({ name, label, hint, required }: { name: Day; label: string; hint?: string; required?: boolean }) {
  const { form, changeContract } = useApply();
  return (
    <Place name={`contract.${name}`}>
      {(problem) => (
        <DateField
          {...{ label, hint, problem, required: required ?? false }}
          value={form.contract[name]}
          onChange={(day) => changeContract({ [name]: day })}
        />
      )}
    </Place>
  );
}

/** The dates; those of the tender only where the obligee decides by them, or where they are filled in. */
function Days() {
  const { form, terms, problems } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const acceptances = useObligee()?.acceptances ?? [];
  const isShown = (name: "tenderNoticeDate" | "bidDate", basis: string) =>
    form.contract[name] !== null ||
    problems.some((problem) => problem.place === `contract.${name}`) ||
    acceptances.some((each) => each.basis === basis && each.contractType === form.contract.contractType);
  return (
    <div className="form-grid">
      <DayAt name="contractDate" label={terms.contractDate} required />
      {isShown("tenderNoticeDate", "TENDER_NOTICE_DATE") && (
        <DayAt name="tenderNoticeDate" label={fields.tenderNoticeDate} hint={texts.datesHint} />
      )}
      {isShown("bidDate", "BID_DATE") && <DayAt name="bidDate" label={fields.bidDate} hint={texts.datesHint} />}
      <span className="grid-break" />
      <DayAt name="periodFrom" label={texts.periodFrom(terms.period)} required />
      <DayAt name="periodTo" label={texts.periodTo(terms.period)} required />
    </div>
  );
}
