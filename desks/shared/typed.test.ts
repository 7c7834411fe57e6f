import { describe, expect, it } from "vitest";
import { eraDay, formatMoment, parseDay, parseNumberAndKey, parseYen, telephone, today, yenInWords } from "./typed.ts";

describe("sums", () => {
  it.each([
    ["20,000,000", 20_000_000],
    ["２０，０００，０００円", 20_000_000],
    ["2000万", 20_000_000],
    ["２０００万円", 20_000_000],
    ["1億2,000万円", 120_000_000],
    ["1億", 100_000_000],
    ["￥500", 500],
    ["0", 0],
  ])("%s is %d yen", (text, yen) => expect(parseYen(text)).toBe(yen));

  it.each(["", "円", "abc", "1.5", "-5", "ー５", "1万2億", "12345678901234567"])("%s is no sum", (text) =>
    expect(parseYen(text)).toBeNull(),
  );

  it.each([
    [20_000_000, "2,000万円"],
    [123_456_789, "1億2,345万6,789円"],
    [100_000_000, "1億円"],
    [0, "0円"],
    [10_000_000_000_000, "10兆円"],
  ])("%d yen in words", (yen, words) => expect(yenInWords(yen)).toBe(words));
});

it.each(["０２８－０００－０００２", "０２８ー０００ー０００２", " 028-000-0002 "])(
  "%s is dialled 028-000-0002",
  (typed) => expect(telephone(typed)).toBe("028-000-0002"),
);

describe("days", () => {
  it.each([
    "2026-03-31",
    "2026/3/31",
    "２０２６／０３／３１",
    "2026.3.31",
    "2026年3月31日",
    "20260331",
    "R8.3.31",
    "r8/3/31",
    "令和8年3月31日",
    "令和８年３月３１日",
  ])("%s", (text) => expect(parseDay(text)).toBe("2026-03-31"));

  it("takes the first year of an era", () => expect(parseDay("令和元年5月1日")).toBe("2019-05-01"));

  it.each(["", "2026/2/30", "2026/13/1", "R8.3", "tomorrow", "0001/01/01"])("%s is no day", (text) =>
    expect(parseDay(text)).toBeNull(),
  );

  it("has its era beside it", () => expect(eraDay("2026-03-31")).toBe("令和8年3月31日"));

  it("is Japan's, whatever the browser's time zone", () => {
    expect(today(new Date("2026-03-30T15:30:00Z"))).toBe("2026-03-31");
    expect(formatMoment("2026-03-30T15:30:00Z")).toBe("2026/03/31 0:30");
  });
});

describe("number and key", () => {
  it.each([
    "保証契約番号：31073-00001M　認証キー：Z28YUE4J3Bux",
    "３１０７３－００００１Ｍ Ｚ２８ＹＵＥ４Ｊ３Ｂｕｘ",
    "31073-00001m\tZ28YUE4J3Bux\n",
    "認証キー Z28YUE4J3Bux 保証契約番号 31073‐00001M",
  ])("are found together in %s", (text) =>
    expect(parseNumberAndKey(text)).toEqual({ number: "31073-00001M", key: "Z28YUE4J3Bux" }),
  );

  it("may be missing", () => {
    expect(parseNumberAndKey("31073-00001M")).toEqual({ number: "31073-00001M", key: null });
    expect(parseNumberAndKey("Z28YUE4J3Bux")).toEqual({ number: null, key: "Z28YUE4J3Bux" });
    expect(parseNumberAndKey("●●●●工事")).toEqual({ number: null, key: null });
  });
});
