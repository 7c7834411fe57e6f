import { expect, test } from "vitest";
import { RECORD } from "./recordTexts.ts";
import { makeGuarantee } from "./sample.ts";
import { showAt, storyOf } from "./story.ts";

const words = RECORD.ja.events;

test("the events of application, issue, hand-over and claim stand in the order in which they happened", () => {
  const guarantee = makeGuarantee({
    submissions: ["2026-10-06T01:00:00Z", "2026-10-06T03:00:00Z"],
    history: [
      { issuedAt: "2026-10-07T01:00:00Z", reason: "NEW", amendmentNumber: 0 },
      { issuedAt: "2026-11-01T00:00:00Z", reason: "AMENDMENT", amendmentNumber: 1 },
    ],
    events: [
      { at: "2026-10-08T00:00:00Z", kind: "SENT" },
      { at: "2026-10-09T00:00:00Z", kind: "RETURNED" },
    ],
    handoverReason: "工期が契約書と異なります。",
    feePaidOn: "2026-10-07",
  });
  const story = storyOf(guarantee, words);
  expect(story.map((event) => event.title)).toEqual([
    "申込み",
    "再送信",
    "保証料の納付",
    "発行",
    "発注者へ提出",
    "発注者が返却",
    "変更－1 を発行",
  ]);
  expect(story.find((event) => event.title === "発注者が返却")?.text).toBe("工期が契約書と異なります。");
});

test("a version that corrects another says so", () => {
  const guarantee = makeGuarantee({
    history: [{ issuedAt: "2026-10-07T01:00:00Z", reason: "CORRECTION", amendmentNumber: 0 }],
  });
  expect(storyOf(guarantee, words).map((event) => event.title)).toEqual(["訂正した証書を発行"]);
});

test("a day without a time is shown as a day", () => {
  expect(showAt("2026-10-07")).toBe("2026/10/07");
  expect(showAt("2026-10-07T01:00:00Z")).toBe("2026/10/07 10:00");
});
