import type { Texts } from "../shared/language.tsx";

const ja = {
  desk: "発注者のデスク",
  lookUp: "電子証書の確認",
  certificates: "電子証書一覧",
  claims: "保証金請求",
  settings: "受入条件・窓口",
  check: "ＰＤＦの検証",
};

const en: typeof ja = {
  desk: "Obligee’s desk",
  lookUp: "Look up",
  certificates: "Certificates",
  claims: "Claims",
  settings: "Rules and offices",
  check: "Verify a PDF",
};

/** Names of the desk and of its pages. */
export const DESK: Texts<typeof ja> = { ja, en };
