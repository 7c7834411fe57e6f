import type { Texts } from "../../shared/language.tsx";

const ja = {
  lead: "受注者から届いた「認証キーのお知らせ」（ＰＤＦ）を取り込むと、番号と認証キーを読み取り、電子証書を開けるようにします。",
  drop: "お知らせのＰＤＦを選ぶ",
  hint: "１件１MBまで。一度に何件でも選べます。受け取ったファイルを、印刷や保存し直しをせずにそのまま選んでください。",
  reference: "貴機関での契約の番号・名称（任意）",
  referenceHint: "これから選ぶファイルに付け、電子証書のページに表示します。120文字まで。",
  list: "取込みの結果",
  caption: "上から順に、1件ずつ取り込みます。取り込めないものがあっても、残りは続けて取り込みます。",
  file: "ファイル",
  state: "状態",
  result: "結果",
  act: "操作",
  waiting: "待機中",
  sending: "取込み中…",
  done: "取込み済み",
  failed: "取り込めません",
  open: (number: string) => `${number} の電子証書を開く`,
  again: "もう一度取り込む",
  againOf: (name: string) => `${name} をもう一度取り込む`,
  clear: "取り込んだものを一覧から消す",
  progress: (done: number, all: number, failed: number) =>
    `${all}件のうち${done}件を取り込みました。${failed > 0 ? `${failed}件は取り込めませんでした。` : ""}`,
  working: (done: number, all: number) => `${all}件のうち${done}件が終わりました。続けて取り込んでいます。`,
  empty: "取込みの結果が、ここに並びます。",
  emptyLead: "同じお知らせを何度取り込んでも、提出は1回として扱われます。受理・返却は、電子証書のページで行います。",
  reader: "閲覧者の権限では、お知らせを取り込めません。番号と認証キーを入力すると、電子証書を閲覧できます。",
  size: (kilobytes: string) => `${kilobytes} kB`,
  retryAfter: (seconds: number) => `${seconds}秒ほど後に、もう一度お試しください。`,
};

const en: typeof ja = {
  lead: "Upload the key notices (PDF) that contractors sent: number and key are read from them, and the certificates can be opened.",
  drop: "Choose key notices",
  hint: "Up to 1 MB each, any number at once. Choose the files as they came, neither printed nor saved again.",
  reference: "Your number or name of the contract (optional)",
  referenceHint:
    "Goes with the files that you choose next, and is shown on the certificate’s page. Up to 120 characters.",
  list: "Results",
  caption: "The files are taken one after the other; one that fails does not stop the others.",
  file: "File",
  state: "State",
  result: "Result",
  act: "Action",
  waiting: "Waiting",
  sending: "Uploading…",
  done: "Taken",
  failed: "Not taken",
  open: (number) => `Open certificate ${number}`,
  again: "Try again",
  againOf: (name) => `Try ${name} again`,
  clear: "Remove those that are done from this list",
  progress: (done, all, failed) => `${done} of ${all} are taken.${failed > 0 ? ` ${failed} could not be taken.` : ""}`,
  working: (done, all) => `${done} of ${all} are through; the others follow.`,
  empty: "The results will stand here.",
  emptyLead:
    "The same notice counts as one hand-over, however often you upload it. Accept or return on the certificate’s page.",
  reader: "As a reader you cannot upload notices. Enter number and key to read a certificate.",
  size: (kilobytes) => `${kilobytes} kB`,
  retryAfter: (seconds) => `Try again in ${seconds} seconds.`,
};

export const NOTICES: Texts<typeof ja> = { ja, en };
