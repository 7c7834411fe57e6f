import type { Texts } from "../../shared/language.tsx";

const ja = {
  lead: "「認証キーのお知らせ」にある番号と認証キーを入力すると、電子証書を表示します。",
  form: "電子証書の照会",
  number: "保証契約番号",
  numberHint: "例：31073-00001M",
  key: "認証キー",
  keyHint: "英数字12桁。大文字と小文字は区別されます。",
  paste: "お知らせやメールの文をそのまま貼り付けると、番号と認証キーの両方が入ります。",
  pasted: "貼り付けた文から、番号と認証キーを読み取りました。",
  submit: "電子証書を表示",
  noMatch: "入力された番号と認証キーで閲覧できる電子証書はありません。「認証キーのお知らせ」をご確認ください。",
  waiting: "受理・返却を待っている電子証書",
  waitingLead: "記載内容を確認して、受理または返却してください。",
  nothingWaits: "受理・返却を待っている電子証書はありません。",
  nothingWaitsLead:
    "番号と認証キーを入力するか、「認証キーのお知らせ」を取り込むと、ここに並びます。電子契約システムで届いたものも並びます。",
  all: "すべて見る",
  other: "ほかの方法",
  upload: "「認証キーのお知らせ」（ＰＤＦ）をまとめて取り込む",
  check: "お手元の電子証書のＰＤＦを検証する",
};

const en: typeof ja = {
  lead: "Enter the number and the key of the key notice to see the certificate.",
  form: "Look-up",
  number: "Guarantee number",
  numberHint: "Example: 31073-00001M",
  key: "Auth key",
  keyHint: "12 letters and digits; upper and lower case differ.",
  paste: "Paste a line of the notice or mail: both number and key are taken from it.",
  pasted: "Number and key were taken from what you pasted.",
  submit: "Show the certificate",
  noMatch: "No certificate can be seen with this number and key. Please check the key notice.",
  waiting: "Certificates that wait for your decision",
  waitingLead: "Check the content, then accept or return them.",
  nothingWaits: "No certificate waits for your decision.",
  nothingWaitsLead:
    "Enter number and key, or upload a key notice: it will stand here, as do those from e-contract systems.",
  all: "See all",
  other: "Other ways",
  upload: "Upload key notices (PDF), many at once",
  check: "Verify the PDF of a certificate",
};

export const LOOK_UP: Texts<typeof ja> = { ja, en };
