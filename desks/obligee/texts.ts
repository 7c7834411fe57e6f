import type { Texts } from "../shared/language.tsx";

const ja = {
  desk: "発注者のデスク",
  lookUp: "電子証書の確認",
  upload: "お知らせの取込み",
  certificates: "電子証書一覧",
  claims: "保証金請求",
  check: "ＰＤＦの検証",
  settings: "受入条件・窓口",
  staff: "担当者のアカウント",
  account: "アカウント",
};

const en: typeof ja = {
  desk: "Obligee’s desk",
  lookUp: "Look up",
  upload: "Upload notices",
  certificates: "Certificates",
  claims: "Claims",
  check: "Verify a PDF",
  settings: "Rules and offices",
  staff: "Staff",
  account: "Account",
};

/** Names of the desk and of its pages. */
export const DESK: Texts<typeof ja> = { ja, en };
