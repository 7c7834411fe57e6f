import { type ReactNode, useId } from "react";
import { KIND, MEDIUM } from "../../../shared/labels.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { Choices } from "../../../ui/form/Choices.tsx";
import { DateField } from "../../../ui/form/DateField.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import type { Block, Kind } from "../form.ts";
import { useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { AmountField } from "./AmountField.tsx";
import { BaseFields } from "./BaseFields.tsx";
import { BillToField } from "./BillToField.tsx";
import { dayIn } from "./ContractFactsList.tsx";
import { Place } from "./Place.tsx";

type Props = { kind: Kind; fixedMedium: ReactNode };

/** Everything that is asked about one guarantee. */
export function GuaranteeFields({ kind, fixedMedium }: Props) {
  const isAdvance = kind !== "PERFORMANCE";
  return (
    <div className="block-fields">
      {fixedMedium ?? <MediumField kind={kind} />}
      {isAdvance && <BaseFields />}
      <AmountField kind={kind} />
      {kind === "INTERMEDIATE_ADVANCE_PAYMENT" && <RecognitionField kind={kind} />}
      {isAdvance && <DepositFields kind={kind} />}
      <FeeFields kind={kind} />
    </div>
  );
}

function MediumField({ kind }: { kind: Kind }) {
  const { form, changeBlock, checks } = useApply();
  const { language } = useLanguage();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const media = useTexts(MEDIUM);
  const check = checks[kind];
  const accepted = () => {
    if (check === undefined || check.acceptsElectronic === null) return texts.mediumHint;
    if (!check.acceptsElectronic) return texts.notAccepted;
    return check.acceptedFrom === null ? texts.accepted : texts.acceptedFrom(dayIn(language, check.acceptedFrom));
  };
  return (
    <Place name={`${kind}.medium`}>
      {(problem) => (
        <Choices
          label={fields.medium}
          required
          hint={accepted()}
          problem={problem}
          options={["PAPER", "ELECTRONIC"].map((value) => ({ value, label: media[value] ?? value }))}
          value={form.blocks[kind].medium}
          onChange={(value) => changeBlock(kind, { medium: value as Block["medium"] })}
        />
      )}
    </Place>
  );
}

function RecognitionField({ kind }: { kind: Kind }) {
  const { form, changeBlock } = useApply();
  const fields = useTexts(FIELDS);
  return (
    <Place name={`${kind}.recognizedOn`}>
      {(problem) => (
        <DateField
          label={fields.recognizedOn}
          required
          problem={problem}
          value={form.blocks[kind].recognizedOn}
          onChange={(recognizedOn) => changeBlock(kind, { recognizedOn })}
        />
      )}
    </Place>
  );
}

function DepositFields({ kind }: { kind: Kind }) {
  const { form, changeBlock, choices } = useApply();
  const list = useId();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const redeposits = useTexts(CHOICES.redeposit);
  const block = form.blocks[kind];
  return (
    <>
      <Place name={`${kind}.depositBank`}>
        {(problem) => (
          <TextField
            label={fields.depositBank}
            required
            hint={texts.bankHint}
            problem={problem}
            list={list}
            autoComplete="off"
            value={block.depositBank}
            onChange={(depositBank) => changeBlock(kind, { depositBank })}
          />
        )}
      </Place>
      <datalist id={list}>
        {choices.applicationSuggestions.depositBanks.map((bank) => (
          <option key={bank} value={bank} />
        ))}
      </datalist>
      <Place name={`${kind}.redeposit`}>
        {(problem) => (
          <Choices
            label={fields.redeposit}
            required
            problem={problem}
            options={Object.entries(redeposits).map(([value, label]) => ({ value, label }))}
            value={block.redeposit === null ? null : String(block.redeposit)}
            onChange={(value) => changeBlock(kind, { redeposit: value === "true" })}
          />
        )}
      </Place>
    </>
  );
}

function FeeFields({ kind }: { kind: Kind }) {
  const { form, changeBlock } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const product = useTexts(KIND)[kind] ?? kind;
  const methods = useTexts(CHOICES.feePaymentMethod);
  const wanted = useTexts(CHOICES.wanted);
  const block = form.blocks[kind];
  return (
    <>
      <Place name={`${kind}.feePaymentMethod`}>
        {(problem) => (
          <Choices
            label={texts.methodOf(product)}
            required
            hint={texts.monthlyHint}
            problem={problem}
            options={Object.entries(methods).map(([value, label]) => ({ value, label }))}
            value={block.feePaymentMethod}
            onChange={(value) => changeBlock(kind, { feePaymentMethod: value as Block["feePaymentMethod"] })}
          />
        )}
      </Place>
      <BillToField kind={kind} />
      <Choices
        label={fields.paperFeeStatement}
        required
        hint={texts.statementHint}
        options={Object.entries(wanted).map(([value, label]) => ({ value, label }))}
        value={String(block.paperFeeStatement ?? false)}
        onChange={(value) => changeBlock(kind, { paperFeeStatement: value === "true" })}
      />
    </>
  );
}
