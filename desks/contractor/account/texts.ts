import type { Texts } from "../../shared/language.tsx";

const ja = {
  company: "会社の登録内容",
  companyLead: "証書と計算書には、この内容が記載されます。変わったときは、保証会社にご連絡ください。",
  name: "商号または名称",
  address: "所在地",
  representative: "代表者",
  corporateNumber: "法人番号",
  billTos: "保証料請求先",
  billToHint: "請求先は、保証申込の画面で登録できます。",
  noBillTos: "登録された請求先はありません。",
  monthly: "一括納付",
  allowed: (surety: string, from: string) => `${surety}：${from}から利用できます`,
  ended: (surety: string, from: string) => `${surety}：${from}から利用できません`,
  notAllowed: "利用の登録はありません。ご希望の場合は、保証会社にご相談ください。",
};

const en: typeof ja = {
  company: "The company’s entry",
  companyLead: "Certificates and statements are made out with it. Tell the surety if it changes.",
  name: "Name",
  address: "Address",
  representative: "Representative",
  corporateNumber: "Corporate number",
  billTos: "Fees are billed to",
  billToHint: "Bill-to entries are registered with an application.",
  noBillTos: "There is no bill-to entry.",
  monthly: "Monthly payment",
  allowed: (surety, from) => `${surety}: possible from ${from}`,
  ended: (surety, from) => `${surety}: not possible from ${from}`,
  notAllowed: "Not registered. Ask the surety if you want it.",
};

export const COMPANY: Texts<typeof ja> = { ja, en };
