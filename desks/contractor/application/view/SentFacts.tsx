import { GUARANTEE_STATUS, KIND, MEDIUM } from "../../../shared/labels.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { GUARANTEE_TONE, toneOf } from "../../../shared/tones.ts";
import { formatNumber, yenInWords } from "../../../shared/typed.ts";
import { Facts } from "../../../ui/parts/Facts.tsx";
import { StatusTag } from "../../../ui/parts/StatusTag.tsx";
import { UI } from "../../../ui/texts.ts";
import { percent } from "../parts/AmountField.tsx";
import { dayIn } from "../parts/ContractFactsList.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { VIEW } from "../texts/view.ts";
import type { SentNode } from "./SentPage.tsx";

type Guarantee = SentNode["guarantees"][number];

/** Each guarantee with its state. */
export function SentGuarantees({ sent }: { sent: SentNode }) {
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  const texts = useTexts(VIEW);
  return sent.guarantees.map((guarantee) => (
    <section key={guarantee.id} className="sheet" aria-label={kinds[guarantee.kind]}>
      <div className="row">
        <h3>{kinds[guarantee.kind]}</h3>
        <StatusTag tone={toneOf(GUARANTEE_TONE, guarantee.status)}>
          {states[guarantee.status] ?? guarantee.status}
        </StatusTag>
        {guarantee.number !== null && <a href={`/contractor/guarantees/${guarantee.id}`}>{texts.detail}</a>}
      </div>
      {guarantee.statusReason && (
        <p className="quote">
          {texts.reason}：{guarantee.statusReason}
        </p>
      )}
      <GuaranteeFacts guarantee={guarantee} sent={sent} />
    </section>
  ));
}

function GuaranteeFacts({ guarantee, sent }: { guarantee: Guarantee; sent: SentNode }) {
  const texts = useTexts(VIEW);
  const form = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const media = useTexts(MEDIUM);
  const redeposits = useTexts(CHOICES.redeposit);
  const methods = useTexts(CHOICES.feePaymentMethod);
  const ways = useTexts(CHOICES.paperDelivery);
  const { yen } = useTexts(UI);
  const { language } = useLanguage();
  const { redeposit, recognizedOn, feePaymentMethod, paperDelivery, amount } = guarantee;
  const base = guarantee.kind === "PERFORMANCE" ? null : sent.currentFiscalYearBase;
  return (
    <Facts
      facts={[
        { name: texts.number, value: guarantee.number ?? texts.notIssued },
        { name: fields.medium, value: media[guarantee.medium] },
        {
          name: fields.amount,
          value: `${formatNumber(amount)} ${yen}（${yenInWords(amount)}）　${percent(guarantee.ratio)}`,
        },
        base !== null && { name: fields.currentFiscalYearBase, value: `${formatNumber(base)} ${yen}` },
        { name: fields.depositBank, value: guarantee.depositBank },
        redeposit !== null && { name: fields.redeposit, value: redeposits[redeposit ? "true" : "false"] },
        recognizedOn !== null && { name: fields.recognizedOn, value: dayIn(language, recognizedOn) },
        feePaymentMethod !== null && { name: fields.feePaymentMethod, value: methods[feePaymentMethod] },
        { name: fields.billTo, value: guarantee.billTo },
        paperDelivery !== null && { name: fields.paperDelivery, value: ways[paperDelivery] },
        guarantee.paperFeeStatement === true && { name: fields.paperFeeStatement, value: form.statementHint },
      ]}
    />
  );
}

/** To whom it was sent, and who is asked about it. */
export function SentContact({ sent }: { sent: SentNode }) {
  const fields = useTexts(FIELDS);
  const wanted = useTexts(CHOICES.wanted);
  const { name, telephone, hours } = sent.submissionBranch;
  return (
    <Facts
      facts={[
        { name: fields.submissionBranchId, value: `${name}　TEL ${telephone}${hours ? `（${hours}）` : ""}` },
        { name: fields.notifyOnCompletion, value: wanted[sent.notifyOnCompletion ? "true" : "false"] },
        { name: fields.email, value: sent.email },
        { name: fields.contactDepartment, value: sent.contactDepartment },
        { name: fields.contactTitle, value: sent.contactTitle },
        { name: fields.contactName, value: sent.contactName },
        { name: fields.contactTelephone, value: sent.contactTelephone },
      ]}
    />
  );
}
