import { act, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { addNotices, type Notice, removeDone, tryAgain, type Upload, useNotices } from "./queue.ts";

const FILED = { id: "Certificate_1", guaranteeNumber: "31073-00001M", projectName: "工事", principalName: "建設" };
const good: Upload = async () => ({ ok: true, value: { certificate: FILED } });
const file = (name: string) => new File(["%PDF"], name);

afterEach(async () => {
  const { result } = renderHook(useNotices);
  for (const one of result.current) await act(() => tryAgain(one.idempotencyKey, good));
  act(removeDone);
});

it("takes the files one after the other, and goes on after one that fails", async () => {
  const { result } = renderHook(useNotices);
  let atOnce = 0;
  let most = 0;
  const upload: Upload = async (notice) => {
    most = Math.max(most, ++atOnce);
    await Promise.resolve();
    atOnce--;
    if (notice.file.name !== "bad.pdf") return { ok: true, value: { certificate: FILED } };
    return {
      ok: false,
      code: "NoticeNotReadable",
      message: "お知らせではありません。",
      problems: [],
      payload: { retryAfter: 3 },
    };
  };
  await act(() => addNotices([file("a.pdf"), file("bad.pdf"), file("b.pdf")], null, upload));
  expect(result.current.map((one) => one.state)).toEqual(["done", "failed", "done"]);
  expect(result.current[1]).toMatchObject({ message: "お知らせではありません。", retryAfter: 3 });
  expect(most).toBe(1);
});

it("tries a file again with the same key, and another file with another one", async () => {
  const { result } = renderHook(useNotices);
  const sent: Notice[] = [];
  const down: Upload = async (notice) => {
    sent.push(notice);
    return { ok: false, code: "UNREACHABLE", message: "", problems: [], payload: undefined };
  };
  await act(() => addNotices([file("a.pdf"), file("b.pdf")], "契約1", down));
  const [first] = result.current;
  await act(() => tryAgain(first?.idempotencyKey ?? "", down));
  const keys = sent.map((notice) => notice.idempotencyKey);
  expect(keys[2]).toBe(keys[0]);
  expect(keys[1]).not.toBe(keys[0]);
  expect(sent.every((notice) => notice.contractReference === "契約1")).toBe(true);
});

it("takes files that are added while others are on their way", async () => {
  const { result } = renderHook(useNotices);
  let more: Promise<void> | undefined;
  const upload: Upload = async (notice) => {
    if (notice.file.name === "a.pdf") more = addNotices([file("late.pdf")], null, good);
    return { ok: true, value: { certificate: FILED } };
  };
  await act(async () => {
    await addNotices([file("a.pdf")], null, upload);
    await more;
  });
  expect(result.current.map((one) => [one.file.name, one.state])).toEqual([
    ["a.pdf", "done"],
    ["late.pdf", "done"],
  ]);
});
