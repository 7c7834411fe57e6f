import { useQuery } from "urql";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { formatNumber, yenInWords } from "../../../shared/typed.ts";
import { Facts } from "../../../ui/parts/Facts.tsx";
import { Skeleton } from "../../../ui/parts/Skeleton.tsx";
import { UI } from "../../../ui/texts.ts";
import { ContractOfForm } from "../operations.ts";
import { ContractFactsList, dayIn } from "../parts/ContractFactsList.tsx";
import { useObligee } from "../parts/ObligeeField.tsx";
import { useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { PROCESS } from "../texts/process.ts";

/** The contract, registered or new, as the papers read. */
export function ContractSheet() {
  const { form, sent } = useApply();
  const { language } = useLanguage();
  if (sent !== null) return <ContractFactsList contract={sent.contract} language={language} />;
  return form.isNewContract ? <NewContractSheet /> : <Registered id={form.contractId ?? ""} />;
}

function Registered({ id }: { id: string }) {
  const { language } = useLanguage();
  const [result] = useQuery({ query: ContractOfForm, variables: { id } });
  const node = result.data?.node;
  if (node?.__typename !== "Contract") return <Skeleton lines={8} />;
  return <ContractFactsList contract={node} language={language} />;
}

function NewContractSheet() {
  const { form, terms } = useApply();
  const { contract } = form;
  const { language } = useLanguage();
  const fields = useTexts(FIELDS);
  const types = useTexts(CHOICES.contractType);
  const { yen } = useTexts(UI);
  const { none } = useTexts(PROCESS);
  const obligee = useObligee();
  const officer = obligee?.contractingOfficers.find((each) => each.id === contract.contractingOfficerId);
  const day = (value: string | null) => (value === null ? null : dayIn(language, value));
  const price = contract.contractPrice;
  return (
    <Facts
      facts={[
        { name: fields.obligeeId, value: obligee?.name ?? none },
        { name: fields.contractingOfficerId, value: officer?.title ?? obligee?.title ?? none },
        { name: terms.projectName, value: contract.projectName || none },
        { name: fields.contractType, value: contract.contractType && types[contract.contractType] },
        { name: terms.price, value: price === null ? none : `${formatNumber(price)} ${yen}（${yenInWords(price)}）` },
        { name: terms.contractDate, value: day(contract.contractDate) ?? none },
        { name: fields.tenderNoticeDate, value: day(contract.tenderNoticeDate) },
        { name: fields.bidDate, value: day(contract.bidDate) },
        { name: terms.period, value: `${day(contract.periodFrom) ?? none} ～ ${day(contract.periodTo) ?? none}` },
        { name: fields.advancePaymentPlanned, value: contract.advancePaymentPlanned ? yes(language) : no(language) },
        contract.lowPriceOrLabourOnly === true && { name: fields.lowPriceOrLabourOnly, value: yes(language) },
        contract.isAnother === true && { name: fields.isAnother, value: yes(language) },
        contract.isJointVenture && { name: fields.jointVentureName, value: contract.jointVentureName || none },
        contract.isJointVenture && {
          name: fields.jointVentureParties,
          value: contract.members
            .map(({ name, sharePercent }) => (sharePercent === null ? name : `${name}（${sharePercent}％）`))
            .join("\n"),
        },
      ]}
    />
  );
}

function yes(language: "ja" | "en"): string {
  return language === "ja" ? "はい" : "Yes";
}

function no(language: "ja" | "en"): string {
  return language === "ja" ? "いいえ" : "No";
}
