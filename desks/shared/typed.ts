/** What people type, in the form in which it is stored: half width, without separators. */

/** Half-width letters, digits and signs, as NFKC makes them. */
export function halfWidth(text: string): string {
  return text.normalize("NFKC");
}

/** A telephone number as it is dialled: `０２８ー０００−０００２` is `028-000-0002`. */
export function telephone(text: string): string {
  return halfWidth(text)
    .trim()
    .replace(/[ー―−‐–]/g, "-");
}

/** Whole yen of `20,000,000`, `２０００万円`, `1億2,000万`; null for anything else. */
export function parseYen(text: string): number | null {
  const plain = halfWidth(text)
    .replace(/[\s,¥\\]|円$/g, "")
    .replace(/[ー―−]/g, "-");
  if (/^\d{1,15}$/.test(plain)) return Number(plain);
  const words = /^(?:(\d{1,4})億)?(?:(\d{1,4})万)?(\d{1,4})?$/.exec(plain);
  if (words === null || plain === "") return null;
  const [hundredMillions, tenThousands, ones] = words.slice(1).map((part) => Number(part ?? 0));
  return (hundredMillions ?? 0) * 100_000_000 + (tenThousands ?? 0) * 10_000 + (ones ?? 0);
}

/** `20,000,000` */
export function formatNumber(amount: number): string {
  return amount.toLocaleString("en-US");
}

/** `2,000万円`, `1億2,345万6,789円`: the sum in words, by which a zero too many is seen. */
export function yenInWords(amount: number): string {
  const parts = [
    [Math.floor(amount / 1_0000_0000_0000), "兆"],
    [Math.floor(amount / 1_0000_0000) % 10_000, "億"],
    [Math.floor(amount / 10_000) % 10_000, "万"],
    [amount % 10_000, ""],
  ] as const;
  const words = parts.filter(([count]) => count > 0).map(([count, unit]) => `${formatNumber(count)}${unit}`);
  return `${words.join("") || "0"}円`;
}

const ERAS: Readonly<Record<string, number>> = {
  令和: 2018,
  R: 2018,
  平成: 1988,
  H: 1988,
  昭和: 1925,
  S: 1925,
};

/** `2026-03-31` of `2026/3/31`, `R8.3.31`, `令和8年3月31日`, full width too; null for anything else. */
export function parseDay(text: string): string | null {
  const plain = halfWidth(text).trim().toUpperCase().replace("元年", "1年");
  const found =
    /^(令和|平成|昭和|R|H|S)?(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain) ??
    /^()(\d{4})(\d{2})(\d{2})$/.exec(plain);
  if (found === null) return null;
  const [, era, yearText, monthText, dayText] = found;
  const year = Number(yearText) + (era ? (ERAS[era] ?? 0) : 0);
  const date = new Date(Date.UTC(year, Number(monthText) - 1, Number(dayText)));
  const isReal = date.getUTCMonth() === Number(monthText) - 1 && year >= 1926 && year <= 2200;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

/** `2026/03/31` of `2026-03-31`. */
export function formatDay(day: string): string {
  return day.replaceAll("-", "/");
}

const JAPAN = "Asia/Tokyo";
const ERA = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { dateStyle: "long", timeZone: "UTC" });
const ENGLISH = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const MOMENT = new Intl.DateTimeFormat("ja-JP", { dateStyle: "medium", timeStyle: "short", timeZone: JAPAN });

/** `令和8年3月31日` of `2026-03-31`. */
export function eraDay(day: string): string {
  return ERA.format(new Date(`${day}T00:00:00Z`));
}

/** `31 March 2026` of `2026-03-31`. */
export function englishDay(day: string): string {
  return ENGLISH.format(new Date(`${day}T00:00:00Z`));
}

/** `2026/03/31 14:05` in Japan, of an ISO moment. */
export function formatMoment(moment: string): string {
  return MOMENT.format(new Date(moment));
}

const TIME = new Intl.DateTimeFormat("ja-JP", { timeStyle: "short", timeZone: JAPAN });

/** `14:05` in Japan, of an ISO moment. */
export function formatTime(moment: string): string {
  return TIME.format(new Date(moment));
}

/** Today in Japan, `2026-03-31`. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: JAPAN }).format(now);
}

/** Number and key out of what was pasted: a line of a notice or mail has both. */
export function parseNumberAndKey(text: string): { number: string | null; key: string | null } {
  const plain = halfWidth(text).replace(/[‐‑‒–—−ー]/g, "-");
  const number = /\d{5}-?\d{5}[A-Za-z]/.exec(plain)?.[0] ?? null;
  const rest = number === null ? plain : plain.replace(number, " ");
  const key = /(?<![A-Za-z0-9-])[A-Za-z0-9]{12}(?![A-Za-z0-9-])/.exec(rest)?.[0] ?? null;
  return { number: number?.toUpperCase() ?? null, key };
}
