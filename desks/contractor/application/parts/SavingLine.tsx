import { useTexts } from "../../../shared/language.tsx";
import { formatDay, formatMoment, formatTime, today } from "../../../shared/typed.ts";
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

/** The time alone for today; a draft of another day has its day too. */
function timeOf(at: string): string {
  const moment = formatMoment(at);
  return moment.startsWith(formatDay(today())) ? formatTime(at) : moment;
}

function wordsOf(saving: Saving, texts: (typeof PROCESS)["ja"]): string {
  switch (saving.is) {
    case "saved":
      return texts.savedAt(timeOf(saving.at));
    case "refused":
      return `${texts.refused}：${saving.problems[0]?.message ?? saving.message}`;
    case "changed":
      return texts.unsaved;
    default:
      return texts[saving.is];
  }
}
