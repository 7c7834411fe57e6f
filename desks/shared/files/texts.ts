import type { Texts } from "../language.tsx";

const ja = {
  making: "作成しています。できあがると開きます…",
  failed: "ファイルを作成できませんでした。しばらくしてから、もう一度お試しください。",
  gone: "このファイルは閲覧できません。",
  unreachable: "通信できませんでした。接続を確認して、もう一度お試しください。",
  openReady: (filename: string) => `${filename} を開く`,
  newTab: "（新しいタブで開きます）",
};

const en: typeof ja = {
  making: "The file is being made. It opens when it is ready…",
  failed: "The file could not be made. Please try again later.",
  gone: "You may not see this file.",
  unreachable: "The server could not be reached. Check the connection and try again.",
  openReady: (filename) => `Open ${filename}`,
  newTab: " (opens a new tab)",
};

export const FILES: Texts<typeof ja> = { ja, en };
