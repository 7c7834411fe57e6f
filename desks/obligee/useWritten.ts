import { useLanguage } from "../shared/language.tsx";
import { englishDay, eraDay, formatNumber } from "../shared/typed.ts";

/** Days and sums as people of the chosen language write them: 令和8年3月31日 and 20,000,000円. */
export function useWritten(): { day: (day: string) => string; yen: (amount: number) => string } {
  const { language } = useLanguage();
  return language === "ja"
    ? { day: eraDay, yen: (amount) => `${formatNumber(amount)}円` }
    : { day: englishDay, yen: (amount) => `JPY ${formatNumber(amount)}` };
}
