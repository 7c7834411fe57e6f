import type { Texts } from "../../shared/language.tsx";

const ja = {
  lead: "お手元の電子証書が真正なものか、改変されていないか、現在有効かを確認します。ファイルは検証だけに使い、保存しません。",
  drop: "電子証書のＰＤＦを選ぶ",
  hint: "10MBまで。サインインしていない方は、保証確認サービス（/verify）で同じ検証ができます。",
  checking: "検証しています…",
  result: "検証の結果",
  genuine: "真正な電子証書です",
  sample: "試験用の電子証書です",
  genuineLead: "このサービスから発行されたもので、発行後に改変されていません。",
  sampleLead: "試験用署名（法的効力なし）：試用環境の認証局による署名です。保証の証明にはなりません。",
  unknownSigner:
    "署名に使われた証明書は、発行当時の署名者のものとして登録されていないため、確認できません。発行時の記録との一致は確認済みです。",
  copy: "紙の保証証書の写しです（原本ではありません）",
  copyLead: "このサービスから発行されたファイルですが、電子証書ではありません。紙の原本をご確認ください。",
  altered: "署名の後に改変されています",
  alteredLead:
    "このファイルは電子証書として使えません。発行者から受け取ったＰＤＦをそのまま検証するか、番号と認証キーで電子証書を確認してください。",
  unconfirmed: "真正な電子証書と確認できません",
  unconfirmedLead:
    "このサービスから発行された電子証書のＰＤＦではないか、発行されたままのファイルではありません。印刷・スキャン・再保存をしたものは確認できません。番号と認証キーで電子証書を確認してください。",
  file: "検証したファイル",
  number: "保証契約番号",
  state: "状態",
  since: "無効となった日",
  issuer: "発行者",
  additions: "後からの追加",
  additionsLead: (what: string) => `${what}（電子証書の内容は変わりません）`,
  signedAt: "署名日時",
  noRecord: "記録なし",
  toLookUp: "番号と認証キーで確認する",
  list: "一覧で探す",
  nothing: "検証の結果が、ここに表示されます。",
  nothingLead:
    "電子証書のページの「ＰＤＦを開く」で保存したファイルや、ほかの方から受け取ったファイルを選んでください。",
};

const en: typeof ja = {
  lead: "Whether a certificate is genuine, unaltered and valid now. The file is only examined, not kept.",
  drop: "Choose the certificate’s PDF",
  hint: "Up to 10 MB. Without signing in, /verify does the same.",
  checking: "Examining…",
  result: "Result",
  genuine: "This is a genuine certificate",
  sample: "This is a certificate of a trial",
  genuineLead: "It was issued by this service and has not been altered since.",
  sampleLead: "Trial signature without legal effect: it proves no guarantee.",
  unknownSigner:
    "The signer’s certificate is not registered as that of the signer at the time of issue. The file agrees with the record of the issue.",
  copy: "This is a copy of a certificate on paper, not the original",
  copyLead: "The file was issued by this service, but is no electronic certificate. See the original on paper.",
  altered: "It was altered after it was signed",
  alteredLead: "This file is of no use as a certificate. Verify the PDF as the issuer gave it, or use number and key.",
  unconfirmed: "This is not confirmed as a genuine certificate",
  unconfirmedLead:
    "It is no certificate of this service, or not the file as it was issued. What was printed, scanned or saved again cannot be confirmed. Use number and key.",
  file: "Examined file",
  number: "Guarantee number",
  state: "State",
  since: "Invalid since",
  issuer: "Issuer",
  additions: "Added later",
  additionsLead: (what) => `${what} (the content is unchanged)`,
  signedAt: "Signed at",
  noRecord: "not recorded",
  toLookUp: "Look up by number and key",
  list: "Find it in the list",
  nothing: "The result will stand here.",
  nothingLead: "Choose a file that you saved from a certificate’s page, or got from others.",
};

export const CHECK: Texts<typeof ja> = { ja, en };

export const ADDITION: Texts<Record<string, string>> = {
  ja: { TIME_STAMP: "タイムスタンプ", VALIDATION_DATA: "署名の検証情報", WHITE_SPACE: "末尾の空白" },
  en: { TIME_STAMP: "time stamp", VALIDATION_DATA: "validation data", WHITE_SPACE: "white space at the end" },
};
