/** The rows of a certificate in the order and words of the paper. */

import { eraDay, formatMoment, formatNumber } from "../../shared/typed.ts";
import type { Certificate } from "./types.ts";
import { terms } from "./words.ts";

/** `field` is the name in ExpectedContractInput, where the value is compared. */
export type PaperRow = { name: string; value: string; field?: string; isMain?: boolean };

export function yen(amount: number): string {
  return `${formatNumber(amount)}円`;
}

export function paperRows(certificate: Certificate): readonly PaperRow[] {
  const labels = terms(certificate.contractType);
  const bank = certificate.depositBank;
  return [
    { name: "保証契約番号", value: certificate.guaranteeNumber },
    ...principal(certificate),
    { name: "被保証者", value: certificate.obligeeTitle, field: "obligeeTitle" },
    { name: "保証金額（総額）", value: yen(certificate.amount), field: "minimumAmount", isMain: true },
    { name: "保証期限", value: eraDay(certificate.expiryDate) },
    { name: labels.projectName, value: certificate.projectName, field: "projectName" },
    { name: `${labels.price}（総額）`, value: yen(certificate.contractPrice), field: "contractPrice" },
    {
      name: labels.period,
      value: `${eraDay(certificate.periodFrom)}から${eraDay(certificate.periodTo)}まで`,
      field: "periodTo",
    },
    { name: labels.contractDate, value: eraDay(certificate.contractDate), field: "contractDate" },
    ...(bank === null ? [] : [{ name: "預託金融機関", value: bank }]),
    {
      name: certificate.medium === "ELECTRONIC" ? "電子保証発行日時" : "発行日時",
      value: formatMoment(certificate.issuedAt),
    },
  ];
}

function principal(certificate: Certificate): PaperRow[] {
  const { principalName: value, principalAddress, jointVentureName, jointVentureMembers } = certificate;
  if (jointVentureName === null) {
    return [
      { name: "保証契約者", value, field: "principalName" },
      { name: "住所", value: principalAddress },
    ];
  }
  return [
    { name: "保証契約者", value: jointVentureName },
    { name: "代表者", value, field: "principalName" },
    { name: "代表者の住所", value: principalAddress },
    ...jointVentureMembers.map((member, index) => ({
      name: `構成員（${index + 1}）`,
      value: [
        member.name,
        member.isLead ? null : member.address,
        member.sharePercent === null ? null : `出資割合${member.sharePercent}％`,
      ]
        .filter(Boolean)
        .join("　"),
    })),
  ];
}

/** Surety and branch below the undertaking. */
export function issuerRows(certificate: Certificate): readonly PaperRow[] {
  const branch = certificate.handlingBranch;
  return [
    { name: "保証会社", value: certificate.suretyName },
    { name: "所在地", value: certificate.suretyAddress },
    { name: "代表者", value: certificate.suretyRepresentative },
    { name: "取扱箇所", value: branch.name },
    { name: "電話", value: branch.hours ? `${branch.telephone}（${branch.hours}）` : branch.telephone },
    ...(branch.fax === null ? [] : [{ name: "ＦＡＸ", value: branch.fax }]),
  ];
}
