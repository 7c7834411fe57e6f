import type { Texts } from "../shared/language.tsx";

const ja = {
  desk: "受注者のデスク",
  apply: "保証申込",
  applications: "申込一覧",
  guarantees: "保証契約一覧",
  statements: "保証料計算書一覧",
  account: "アカウント",
  staff: "担当者のアカウント",
};

const en: typeof ja = {
  desk: "Contractor’s desk",
  apply: "Apply",
  applications: "Applications",
  guarantees: "Guarantees",
  statements: "Fee statements",
  account: "Account",
  staff: "Users",
};

/** Names of the desk and of its pages. */
export const DESK: Texts<typeof ja> = { ja, en };
