import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { EMPTY, type Input } from "./form.ts";
import { toInput } from "./input.ts";
import { type Attempt, Saver, type Saving } from "./saver.ts";

type Answer = Awaited<ReturnType<ConstructorParameters<typeof Saver>[0]["send"]>>;

const refused = (code: string, payload: unknown = undefined): Answer => ({
  ok: false,
  code,
  message: code,
  problems: [],
  payload,
});

function named(projectName: string): Input {
  return toInput({ ...EMPTY, contract: { ...EMPTY.contract, projectName } }, false);
}

/** A saver whose answers are given by the test; without one it succeeds. */
function begin(id: string | null = null) {
  const sent: Attempt[] = [];
  const answers: Answer[] = [];
  const told: Saving[] = [];
  const created = vi.fn();
  const send = async (attempt: Attempt): Promise<Answer> => {
    sent.push(attempt);
    const version = sent.length;
    return answers.shift() ?? { ok: true, value: { id: attempt.applicationId ?? "new", version, savedAt: "14:05" } };
  };
  const start = { id, version: null, savedAt: null, input: named("") };
  const saver = new Saver({ ...start, send, tell: (saving) => told.push(saving), created });
  return { saver, sent, answers, told, created };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("Saver", () => {
  it("saves nothing without a change", async () => {
    const { saver, sent } = begin();
    saver.want(named(""));
    await vi.runAllTimersAsync();
    expect(sent).toEqual([]);
    expect(saver.isUnsaved).toBe(false);
  });

  it("saves once after a pause, and tells the id of the draft", async () => {
    const { saver, sent, told, created } = begin();
    saver.want(named("橋"));
    saver.want(named("橋梁"));
    expect(saver.isUnsaved).toBe(true);
    await vi.runAllTimersAsync();
    expect(sent.map((attempt) => attempt.draft)).toEqual([named("橋梁")]);
    expect(created).toHaveBeenCalledExactlyOnceWith("new");
    expect(told.at(-1)).toEqual({ is: "saved", at: "14:05" });
    expect(saver.isUnsaved).toBe(false);
  });

  it("saves what is typed during a saving under the next version", async () => {
    const { saver, sent } = begin();
    saver.want(named("一"));
    const first = saver.flush();
    saver.want(named("二"));
    await first;
    await vi.runAllTimersAsync();
    expect(sent.map((attempt) => [attempt.applicationId, attempt.version])).toEqual([
      [null, null],
      ["new", 1],
    ]);
    expect(sent.at(-1)?.draft).toEqual(named("二"));
  });

  it("repeats what did not arrive with its key, and then saves what was typed meanwhile", async () => {
    const { saver, sent, answers, told } = begin();
    answers.push(refused("UNREACHABLE"));
    saver.want(named("一"));
    expect(await saver.flush()).toBe(false);
    expect(told.at(-1)).toEqual({ is: "unreachable" });
    saver.want(named("二"));
    await vi.runAllTimersAsync();
    expect(sent.map((attempt) => attempt.draft)).toEqual([named("一"), named("一"), named("二")]);
    expect(sent[1]?.idempotencyKey).toBe(sent[0]?.idempotencyKey);
    expect(sent[2]?.idempotencyKey).not.toBe(sent[0]?.idempotencyKey);
    expect(told.at(-1)).toEqual({ is: "saved", at: "14:05" });
  });

  it("creates a draft of an unchanged form only where an id is needed", async () => {
    const { saver, sent } = begin();
    expect(await saver.flush()).toBe(true);
    expect(sent).toEqual([]);
    expect(await saver.flush(true)).toBe(true);
    expect(saver.id).toBe("new");
  });
});

describe("Saver, where the server does not save", () => {
  it("does not send again what was refused, until it is changed", async () => {
    const { saver, sent, answers, told } = begin();
    answers.push(refused("InvalidInput"));
    saver.want(named("長".repeat(200)));
    await vi.runAllTimersAsync();
    expect(told.at(-1)).toMatchObject({ is: "refused" });
    saver.want(named("長".repeat(200)));
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(1);
    expect(saver.isUnsaved).toBe(true);
    saver.want(named("短い"));
    await vi.runAllTimersAsync();
    expect(sent).toHaveLength(2);
    expect(saver.isUnsaved).toBe(false);
  });

  it("stops after somebody else's saving, and keeps its form as a new draft or over the other", async () => {
    for (const [over, id] of [
      [null, null],
      [7, "known"],
    ] as const) {
      const { saver, sent, answers, told } = begin("known");
      answers.push(refused("DraftChanged", { version: 7, savedBy: "見本 花子", savedAt: "14:00" }));
      saver.want(named("私の"));
      await vi.runAllTimersAsync();
      expect(told.at(-1)).toEqual({ is: "changed", version: 7, by: "見本 花子", at: "14:00" });
      saver.want(named("私の続き"));
      await vi.runAllTimersAsync();
      expect(sent).toHaveLength(1);
      expect(await saver.keepMine(over)).toBe(true);
      expect(sent.at(-1)).toMatchObject({ applicationId: id, version: over, draft: named("私の続き") });
    }
  });

  it("saves nothing any more once it is abandoned", async () => {
    const { saver, sent } = begin("known");
    saver.want(named("削除する"));
    saver.abandon();
    await vi.runAllTimersAsync();
    expect(sent).toEqual([]);
    expect(saver.isUnsaved).toBe(false);
  });
});
