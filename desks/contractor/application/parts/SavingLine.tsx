import { useTexts } from "../../../shared/language.tsx";
import { formatTime } from "../../../shared/typed.ts";
import type { Saving } from "../saver.ts";
import { PROCESS } from "../texts/process.ts";

/** Whether what was typed is saved, and when. */
export function SavingLine({ saving }: { saving: Saving }) {
  const texts = useTexts(PROCESS);
  const isBad = ["unreachable", "delayed", "refused", "changed"].includes(saving.is);
  return (
    <p className={isBad ? "saving bad" : "saving"} role="status">
      {wordsOf(saving, texts)}
    </p>
  );
}

function wordsOf(saving: Saving, texts: (typeof PROCESS)["ja"]): string {
  switch (saving.is) {
    case "saved":
      return texts.savedAt(formatTime(saving.at));
    case "refused":
      return `${texts.refused}：${saving.problems[0]?.message ?? saving.message}`;
    case "changed":
      return texts.unsaved;
    default:
      return texts[saving.is];
  }
}
