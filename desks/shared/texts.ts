import type { Texts } from "./language.tsx";

const ja = {
  service: "確証",
  signOut: "サインアウト",
  signOutFailed: "サインアウトできませんでした。サインインしたままです。接続を確認して、もう一度お試しください。",
  language: "English",
  home: "確証のご案内",
  overTitle: "もう一度サインインしてください",
  overLead:
    "サインインが終了したか、ほかの画面で別のアカウントに切り替わりました。入力した内容はこの画面に残っています。",
  email: "メールアドレス",
  password: "パスワード",
  signIn: "サインイン",
  unreachable: "通信できませんでした。入力した内容は残っています。接続を確認して、もう一度お試しください。",
  retryAfter: (seconds: number) => `（${seconds}秒後にやり直せます）`,
  internal: "処理できませんでした。入力した内容は残っています。しばらくしてから、もう一度お試しください。",
  endingTitle: "まもなくサインインが終了します",
  endingLead: (at: string) => `${at}に終了します。続ける場合は「続ける」を押してください。`,
  stay: "続ける",
  outdatedTitle: "新しい版があります",
  outdatedLead: "この画面は前の版です。入力中の内容を保存してから、読み込み直してください。",
  reload: "読み込み直す",
  notFound: "お探しのページが見つかりません。",
  notFoundLead: "アドレスが変わったか、閲覧できないものです。",
  toStart: "はじめの画面へ",
  enterDay: "日付を入力してください。",
  leave: "送信していない内容があります。このページを離れますか。",
};

const en: typeof ja = {
  service: "Kakusho",
  signOut: "Sign out",
  signOutFailed: "Signing out has failed: you are still signed in. Check the connection and try again.",
  language: "日本語",
  home: "About Kakusho",
  overTitle: "Please sign in again",
  overLead:
    "Your session has ended, or another account has signed in on another page. What you typed is still on this page.",
  email: "E-mail address",
  password: "Password",
  signIn: "Sign in",
  unreachable: "The server could not be reached. What you typed is still here. Check the connection and try again.",
  retryAfter: (seconds) => ` (in ${seconds} seconds)`,
  internal: "This could not be done. What you typed is still here. Please try again later.",
  endingTitle: "Your session is about to end",
  endingLead: (at) => `It ends at ${at}. Choose “Stay” to go on.`,
  stay: "Stay",
  outdatedTitle: "A new version is available",
  outdatedLead: "This page is of the version before. Save what you are typing, then reload.",
  reload: "Reload",
  notFound: "This page was not found.",
  notFoundLead: "The address has changed, or you may not see it.",
  toStart: "To the first page",
  enterDay: "Please enter a day.",
  leave: "Something here has not been sent. Leave this page?",
};

export const COMMON: Texts<typeof ja> = { ja, en };
