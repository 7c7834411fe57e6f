import type { FragmentOf } from "../../../gql/graphql.ts";
import { type Language, useTexts } from "../../../shared/language.tsx";
import { termsOf } from "../../../shared/terms.ts";
import { englishDay, eraDay, formatNumber } from "../../../shared/typed.ts";
import { Facts } from "../../../ui/parts/Facts.tsx";
import { UI } from "../../../ui/texts.ts";
import type { ContractFacts } from "../fragments.ts";
import { CHOICES, FIELDS } from "../texts/fields.ts";

type Props = { contract: FragmentOf<typeof ContractFacts>; language: Language };

export function dayIn(language: Language, day: string): string {
  return language === "ja" ? eraDay(day) : englishDay(day);
}

/** A registered contract, as the papers list it. */
export function ContractFactsList({ contract, language }: Props) {
  const fields = useTexts(FIELDS);
  const types = useTexts(CHOICES.contractType);
  const { yen } = useTexts(UI);
  const terms = termsOf(contract.contractType, language);
  const day = (value: string | null) => (value === null ? null : dayIn(language, value));
  return (
    <Facts
      facts={[
        { name: fields.obligeeId, value: contract.obligee.name },
        { name: fields.contractingOfficerId, value: contract.contractingOfficer?.title ?? contract.obligee.title },
        { name: terms.projectName, value: contract.projectName },
        { name: fields.contractType, value: types[contract.contractType] },
        { name: terms.price, value: `${formatNumber(contract.contractPrice)} ${yen}` },
        { name: terms.contractDate, value: day(contract.contractDate) },
        { name: fields.tenderNoticeDate, value: day(contract.tenderNoticeDate) },
        { name: fields.bidDate, value: day(contract.bidDate) },
        { name: terms.period, value: `${day(contract.periodFrom)} ～ ${day(contract.periodTo)}` },
        { name: fields.jointVentureName, value: contract.jointVentureName },
        contract.jointVentureParties.length > 0 && {
          name: fields.jointVentureParties,
          value: contract.jointVentureParties
            .map(({ name, sharePercent }) => (sharePercent === null ? name : `${name}（${sharePercent}％）`))
            .join("\n"),
        },
      ]}
    />
  );
}
