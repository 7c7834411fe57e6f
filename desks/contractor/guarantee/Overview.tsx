import { KIND, MEDIUM, PAPER_DELIVERY } from "../../shared/labels.ts";
import { useLanguage, useTexts } from "../../shared/language.tsx";
import { termsOf } from "../../shared/terms.ts";
import { englishDay, eraDay, formatDay, formatNumber } from "../../shared/typed.ts";
import { type Fact, Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { GUARANTEE } from "./texts.ts";
import type { Guarantee } from "./types.ts";

/** 電子保証概要: number, parties, contract and sums in the papers' words. */
export function Overview({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(GUARANTEE);
  const kinds = useTexts(KIND);
  const kind = kinds[guarantee.kind] ?? guarantee.kind;
  const title = guarantee.medium === "ELECTRONIC" ? texts.overview(kind) : texts.overviewPaper(kind);
  return (
    <Section anchor="overview" title={title} actions={<span className="hint">{texts.latest}</span>}>
      <div className="facts-columns">
        <Facts facts={useContractFacts(guarantee)} />
        <Facts facts={useGuaranteeFacts(guarantee)} />
      </div>
    </Section>
  );
}

/** `2026/03/31（令和8年3月31日）` */
export function useDay(): (day: string) => string {
  const { language } = useLanguage();
  return (day) => (language === "ja" ? `${formatDay(day)}（${eraDay(day)}）` : englishDay(day));
}

function useContractFacts({ number, contract }: Guarantee): Fact[] {
  const texts = useTexts(GUARANTEE);
  const { language } = useLanguage();
  const day = useDay();
  const terms = termsOf(contract.contractType, language);
  const members = contract.jointVentureMembers.join("\n");
  return [
    { name: texts.number, value: number ?? texts.beforeIssue },
    { name: texts.contractor, value: contract.contractor.name },
    { name: texts.jointVenture, value: contract.jointVentureName },
    { name: texts.members, value: members || null },
    { name: terms.projectName, value: contract.projectName },
    { name: texts.obligee, value: contract.contractingOfficer?.title ?? contract.obligee.title },
    { name: terms.price, value: texts.yen(formatNumber(contract.contractPrice)) },
    { name: terms.contractDate, value: day(contract.contractDate) },
    { name: terms.period, value: texts.period(formatDay(contract.periodFrom), formatDay(contract.periodTo)) },
  ];
}

function useGuaranteeFacts(guarantee: Guarantee): Fact[] {
  const texts = useTexts(GUARANTEE);
  const day = useDay();
  const labels = { kinds: useTexts(KIND), media: useTexts(MEDIUM), deliveries: useTexts(PAPER_DELIVERY) };
  const { expiryDate, recognizedOn, redeposit, paperDelivery, handlingBranch, application } = guarantee;
  const percent = (Math.floor(guarantee.ratio * 1000 + 1e-6) / 10).toFixed(1);
  const branch = handlingBranch ?? application.submissionBranch;
  return [
    { name: texts.product, value: labels.kinds[guarantee.kind] },
    { name: texts.amount, value: texts.yen(formatNumber(guarantee.amount)) + texts.ratio(percent) },
    { name: texts.expiry, value: expiryDate && day(expiryDate) },
    { name: texts.depositBank, value: guarantee.depositBank },
    {
      name: texts.redeposit,
      value: redeposit === null ? null : redeposit ? texts.redepositUsed : texts.redepositUnused,
    },
    { name: texts.recognized, value: recognizedOn && day(recognizedOn) },
    { name: texts.medium, value: labels.media[guarantee.medium] },
    { name: texts.delivery, value: paperDelivery && labels.deliveries[paperDelivery] },
    {
      name: handlingBranch ? texts.branch : texts.submissionBranch,
      value: `${branch.name}　${branch.telephone}${branch.hours ? `\n${branch.hours}` : ""}`,
    },
  ];
}
