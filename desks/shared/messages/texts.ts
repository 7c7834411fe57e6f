import type { Texts } from "../language.tsx";

const ja = {
  list: "連絡の一覧",
  ofUs: "当社",
  ofSurety: "保証会社",
  read: (at: string) => `保証会社が既読 ${at}`,
  unread: "保証会社は未読",
  fresh: "新着",
  none: "連絡はまだありません。",
  noneLead: "保証会社からのお知らせと、こちらからの連絡が、ここに並びます。",
  unreadTitle: (count: number) => `保証会社からの未読の連絡が${count}件あります`,
  markRead: "すべて既読にする",
  body: "保証会社への連絡事項",
  bodyHint: "2,000文字まで。送った連絡は取り消せません。",
  send: "送信する",
  sent: "送信しました。",
};

const en: typeof ja = {
  list: "Messages",
  ofUs: "Our company",
  ofSurety: "Surety",
  read: (at) => `Read by the surety ${at}`,
  unread: "Not read by the surety yet",
  fresh: "New",
  none: "There are no messages yet.",
  noneLead: "What the surety tells you and what you write to it stands here.",
  unreadTitle: (count) => `${count} unread from the surety`,
  markRead: "Mark all as read",
  body: "Message to the surety",
  bodyHint: "Up to 2,000 characters. A message that was sent cannot be taken back.",
  send: "Send",
  sent: "Sent.",
};

export const MESSAGES: Texts<typeof ja> = { ja, en };
