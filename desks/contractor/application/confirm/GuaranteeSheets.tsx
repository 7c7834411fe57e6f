import { KIND, MEDIUM } from "../../../shared/labels.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { formatNumber, yenInWords } from "../../../shared/typed.ts";
import { type Fact, Facts } from "../../../ui/parts/Facts.tsx";
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
  const { form } = useApply();
  const fields = useTexts(FIELDS);
  const media = useTexts(MEDIUM);
  const { none } = useTexts(PROCESS);
  const { medium } = form.blocks[kind];
  const first = { name: fields.medium, value: medium === null ? none : media[medium] };
  return <Facts facts={[first, ...useSums(kind), ...useDeposit(kind), ...useFee(kind)]} />;
}

/** The amount, and what it is measured against. */
function useSums(kind: Kind): Fact[] {
  const { form, checks, terms } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const product = useTexts(KIND)[kind] ?? kind;
  const { yen } = useTexts(UI);
  const { none } = useTexts(PROCESS);
  const isAdvance = kind !== "PERFORMANCE";
  const base = isAdvance ? form.currentFiscalYearBase : null;
  const ratio = checks[kind]?.ratio ?? null;
  const sum = (value: number | null) =>
    value === null ? none : `${formatNumber(value)} ${yen}（${yenInWords(value)}）`;
  return present([
    base !== null && { name: fields.currentFiscalYearBase, value: sum(base) },
    isAdvance && form.fiscalYear !== null && { name: fields.fiscalYear, value: String(form.fiscalYear) },
    { name: texts.amountOf(product), value: sum(form.blocks[kind].amount) },
    ratio !== null && {
      name: base === null ? texts.ratioOfPrice(terms.price) : texts.ratioOfBase,
      value: percent(ratio),
    },
  ]);
}

/** Where an advance payment is deposited. */
function useDeposit(kind: Kind): Fact[] {
  const { form } = useApply();
  const { language } = useLanguage();
  const fields = useTexts(FIELDS);
  const redeposits = useTexts(CHOICES.redeposit);
  const { none } = useTexts(PROCESS);
  const { recognizedOn, depositBank, redeposit } = form.blocks[kind];
  if (kind === "PERFORMANCE") return [];
  return present([
    kind === "INTERMEDIATE_ADVANCE_PAYMENT" && {
      name: fields.recognizedOn,
      value: recognizedOn === null ? none : dayIn(language, recognizedOn),
    },
    { name: fields.depositBank, value: depositBank || none },
    { name: fields.redeposit, value: redeposit === null ? none : redeposits[redeposit ? "true" : "false"] },
  ]);
}

/** The fee, how it is paid, and by whom. */
function useFee(kind: Kind): Fact[] {
  const { form, checks, choices } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const product = useTexts(KIND)[kind] ?? kind;
  const methods = useTexts(CHOICES.feePaymentMethod);
  const wanted = useTexts(CHOICES.wanted);
  const { yen } = useTexts(UI);
  const { none } = useTexts(PROCESS);
  const { billTo, billToId, feePaymentMethod, paperFeeStatement } = form.blocks[kind];
  const entry = choices.applicationSuggestions.billTos.find((each) => each.id === billToId);
  const fee = checks[kind]?.fee ?? null;
  return present([
    feePaymentMethod !== null && { name: texts.methodOf(product), value: methods[feePaymentMethod] },
    { name: texts.billToOf(product), value: (entry ? billToLine(entry) : billTo) || none },
    { name: fields.paperFeeStatement, value: wanted[paperFeeStatement ? "true" : "false"] },
    fee !== null && { name: texts.fee, value: `${formatNumber(fee.fee)} ${yen}` },
  ]);
}

function present(facts: readonly (Fact | false)[]): Fact[] {
  return facts.filter((fact) => fact !== false);
}
