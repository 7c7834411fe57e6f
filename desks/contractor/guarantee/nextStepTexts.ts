import type { Texts } from "../../shared/language.tsx";
import type { StepKey } from "./nextStep.ts";

type Words = { title: string; body: string };

const ja = {
  label: "次にすること",
  reason: "理由",
  steps: {
    draft: { title: "申込書を作成中です", body: "申込書を完成させて、保証会社へ送信してください。" },
    submitted: {
      title: "保証会社の審査をお待ちください",
      body: "申込みを受け付けました。結果はメールでお知らせし、この画面にも表示します。",
    },
    underReview: { title: "保証会社が審査しています", body: "結果はメールでお知らせし、この画面にも表示します。" },
    returned: {
      title: "申込みが差し戻されました",
      body: "理由をご確認のうえ、申込書を直して、もう一度送信してください。",
    },
    declined: {
      title: "この保証は引き受けられませんでした",
      body: "ご不明な点は、申込送信先の支店までお問い合わせください。",
    },
    withdrawn: { title: "申込みを取り下げました", body: "必要な場合は、あらためてお申し込みください。" },
    approved: {
      title: "承認されました。発行をお待ちください",
      body: "発行されると、認証キーと証書をこの画面で確認できます。",
    },
    awaitingFee: {
      title: "保証料を納付してください",
      body: "入金を確認した後、保証契約番号と認証キーを発行します。",
    },
    paper: {
      title: "証書（紙）が発行されました",
      body: "証書（紙）の原本を発注者に提出してください。この画面の電子ファイルは写しです。",
    },
    notSent: {
      title: "認証キーを発注者に提出してください",
      body: "保証契約の内容を確認し、「認証キー」のお知らせを発注者に提出すると、証書を寄託したものとみなされ、手続が完了します。",
    },
    sent: {
      title: "発注者の確認をお待ちください",
      body: "提出しました。発注者が電子証書を閲覧すると、ここに表示します。",
    },
    viewed: { title: "発注者が電子証書を閲覧しました", body: "受理または返却の結果をお待ちください。" },
    accepted: { title: "発注者が受理しました", body: "提出の手続は完了しています。ほかにすることはありません。" },
    handoverReturned: {
      title: "発注者から返却されました",
      body: "理由をご確認ください。証書の内容を変える場合は変更を依頼し、内容に誤りがある場合は保証会社にご連絡ください。解決したら、もう一度提出してください。",
    },
    claimed: {
      title: "発注者が保証金を請求しています",
      body: "保証会社から連絡があります。請求の内容は下の「保証金の請求」をご覧ください。",
    },
    paid: { title: "保証金が支払われました", body: "支払いの内容は下の「保証金の請求」をご覧ください。" },
    expired: { title: "保証期間が満了しました", body: "この保証について、することはありません。" },
    released: { title: "保証が解除されました", body: "この保証について、することはありません。" },
    cancelled: { title: "保証が取り消されました", body: "返戻する保証料がある場合は、下の保証料計算書に表示します。" },
  } satisfies Record<StepKey, Words> as Record<StepKey, Words>,
  toApplication: "申込書を開いて直す",
  toDraft: "申込書を開く",
  showApplication: "申込内容を見る",
  toHandover: "提出の方法へ",
  again: "もう一度提出する",
  requestAmendment: "変更を依頼する",
  write: "保証会社に連絡する",
  due: "納付額",
  dueOn: "納付期限",
  account: "振込先",
  noAccount: (branch: string, telephone: string) => `${branch}（電話 ${telephone}）にお問い合わせください。`,
  late: "納付期限を過ぎています。",
  alsoTitle: "ほかに確認すること",
  added: (sum: string) => `変更による追加の保証料 ${sum} が未納です。`,
  unread: (count: number) => `保証会社からの未読の連絡が${count}件あります。`,
  openAmendment: "変更を依頼中です。保証会社の回答をお待ちください。",
  expiring: (days: number) => (days === 0 ? "今日が保証期限です。" : `保証期限まであと${days}日です。`),
};

const en: typeof ja = {
  label: "What to do next",
  reason: "Reason",
  steps: {
    draft: { title: "The application is not finished", body: "Complete it and send it to the surety." },
    submitted: {
      title: "Please wait for the surety’s review",
      body: "The application has arrived. You get a mail with the result; it also stands here.",
    },
    underReview: { title: "The surety is reviewing it", body: "You get a mail with the result; it also stands here." },
    returned: {
      title: "The application was returned",
      body: "Read the reason, correct the application and send it again.",
    },
    declined: {
      title: "The surety has declined this guarantee",
      body: "Please ask the branch if anything is unclear.",
    },
    withdrawn: { title: "The application was withdrawn", body: "Apply anew if you need the guarantee." },
    approved: {
      title: "It is approved and about to be issued",
      body: "Then you see the auth key and certificate here.",
    },
    awaitingFee: {
      title: "Please pay the guarantee fee",
      body: "Once it has arrived, guarantee number and auth key are issued.",
    },
    paper: {
      title: "The certificate on paper was issued",
      body: "Hand the original on paper over to the obligee. The file on this page is a copy.",
    },
    notSent: {
      title: "Hand the auth key over to the obligee",
      body: "Check the guarantee and hand the key notice over: that counts as the deposit of the certificate.",
    },
    sent: {
      title: "Please wait for the obligee",
      body: "It is handed over. You see here when the obligee has read it.",
    },
    viewed: { title: "The obligee has read the certificate", body: "Please wait until it is accepted or returned." },
    accepted: { title: "The obligee has accepted it", body: "The hand-over is complete. There is nothing more to do." },
    handoverReturned: {
      title: "The obligee has returned it",
      body: "Read the reason. Request an amendment if the content has to change, or write to the surety if it is wrong. Then hand it over again.",
    },
    claimed: { title: "The obligee has made a claim", body: "The surety gets in touch with you. See “Claims” below." },
    paid: { title: "The claim was paid", body: "See “Claims” below." },
    expired: { title: "The guarantee has expired", body: "There is nothing to do for it." },
    released: { title: "The guarantee was released", body: "There is nothing to do for it." },
    cancelled: { title: "The guarantee was cancelled", body: "What is refunded stands in the fee statements below." },
  },
  toApplication: "Open and correct the application",
  toDraft: "Open the application",
  showApplication: "See the application",
  toHandover: "How to hand it over",
  again: "Hand it over again",
  requestAmendment: "Request an amendment",
  write: "Write to the surety",
  due: "To be paid",
  dueOn: "Due on",
  account: "Account",
  noAccount: (branch, telephone) => `Please ask ${branch} (telephone ${telephone}).`,
  late: "It is overdue.",
  alsoTitle: "Also to note",
  added: (sum) => `The additional fee of ${sum} for an amendment is not paid yet.`,
  unread: (count) => `${count} unread message(s) from the surety.`,
  openAmendment: "An amendment is requested. Please wait for the surety’s answer.",
  expiring: (days) => (days === 0 ? "It expires today." : `It expires in ${days} day(s).`),
};

export const NEXT: Texts<typeof ja> = { ja, en };
