import { KIND, MEDIUM } from "../../../shared/labels.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { formatNumber, yenInWords } from "../../../shared/typed.ts";
import { Facts } from "../../../ui/parts/Facts.tsx";
import { UI } from "../../../ui/texts.ts";
import { askedKinds, type Kind } from "../form.ts";
import { percent } from "../parts/AmountField.tsx";
import { billToLine } from "../parts/BillToField.tsx";
import { dayIn } from "../parts/ContractFactsList.tsx";
import { useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";

/** What is asked for, product by product, and what it would cost in all. */
export function GuaranteeSheets() {
  const { form, checks } = useApply();
  const texts = useTexts(PROCESS);
  const kindNames = useTexts(KIND);
  const { yen } = useTexts(UI);
  const kinds = askedKinds(form);
  const fees = kinds.map((kind) => checks[kind]?.fee?.fee);
  const total = fees.every((fee) => fee != null) ? fees.reduce<number>((sum, fee) => sum + (fee ?? 0), 0) : null;
  return (
    <>
      {kinds.map((kind) => (
        <section key={kind} className="sheet" aria-label={kindNames[kind]}>
          <h3>{kindNames[kind]}</h3>
          <Sheet kind={kind} />
        </section>
      ))}
      {total !== null && kinds.length > 1 && (
        <p className="sheet-total">
          {texts.total}：
          <strong>
            {formatNumber(total)} {yen}
          </strong>
        </p>
      )}
    </>
  );
}

function Sheet({ kind }: { kind: Kind }) {
  const { form, checks, terms, choices } = useApply();
  const { language } = useLanguage();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const product = useTexts(KIND)[kind] ?? kind;
  const media = useTexts(MEDIUM);
  const redeposits = useTexts(CHOICES.redeposit);
  const methods = useTexts(CHOICES.feePaymentMethod);
  const wanted = useTexts(CHOICES.wanted);
  const { yen } = useTexts(UI);
  const { none } = useTexts(PROCESS);
  const block = form.blocks[kind];
  const check = checks[kind];
  const isAdvance = kind !== "PERFORMANCE";
  const entry = choices.applicationSuggestions.billTos.find((each) => each.id === block.billToId);
  const base = isAdvance ? form.currentFiscalYearBase : null;
  const sum = (value: number | null) =>
    value === null ? none : `${formatNumber(value)} ${yen}（${yenInWords(value)}）`;
  return (
    <Facts
      facts={[
        { name: fields.medium, value: block.medium === null ? none : media[block.medium] },
        base !== null && { name: fields.currentFiscalYearBase, value: sum(base) },
        isAdvance && form.fiscalYear !== null && { name: fields.fiscalYear, value: `${form.fiscalYear}` },
        { name: texts.amountOf(product), value: sum(block.amount) },
        check?.ratio != null && {
          name: base === null ? texts.ratioOfPrice(terms.price) : texts.ratioOfBase,
          value: percent(check.ratio),
        },
        kind === "INTERMEDIATE_ADVANCE_PAYMENT" && {
          name: fields.recognizedOn,
          value: block.recognizedOn === null ? none : dayIn(language, block.recognizedOn),
        },
        isAdvance && { name: fields.depositBank, value: block.depositBank || none },
        isAdvance && {
          name: fields.redeposit,
          value: block.redeposit === null ? none : redeposits[block.redeposit ? "true" : "false"],
        },
        { name: texts.methodOf(product), value: block.feePaymentMethod && methods[block.feePaymentMethod] },
        { name: texts.billToOf(product), value: (entry ? billToLine(entry) : block.billTo) || none },
        { name: fields.paperFeeStatement, value: wanted[block.paperFeeStatement ? "true" : "false"] },
        check?.fee != null && { name: texts.fee, value: `${formatNumber(check.fee.fee)} ${yen}` },
      ]}
    />
  );
}
