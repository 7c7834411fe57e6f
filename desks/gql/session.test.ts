import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const PERSON = {
  role: "CONTRACTOR",
  accountRole: "STAFF",
  name: "見本 花子",
  organisation: "○○建設",
  email: "a@example.jp",
};
const NOW = Date.parse("2026-04-01T09:00:00Z");

/** Answers the next requests in turn, and keeps what was asked. */
function answering(...answers: [number, unknown?][]) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => {
    const [status, body] = answers.shift() ?? [500];
    return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status });
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

async function fresh() {
  vi.resetModules();
  const session = await import("./session.ts");
  const { renderHook } = await import("@testing-library/react");
  const { result } = renderHook(() => session.useSession());
  return { session, state: () => result.current };
}

describe("the session", () => {
  beforeEach(() => vi.useFakeTimers({ now: NOW }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("asks with the header without which the cookie does not count", async () => {
    const fetched = answering([200, { ...PERSON, endsAt: "2026-04-01T21:00:00Z" }]);
    const { session, state } = await fresh();
    await session.load();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      credentials: "same-origin",
      headers: { "X-Kakusho-Desk": "1" },
    });
    await vi.waitFor(() => expect(state()).toMatchObject({ status: "active", person: PERSON, isEnding: false }));
  });

  it("warns ten minutes before its end", async () => {
    answering([200, { ...PERSON, endsAt: "2026-04-01T10:00:00Z" }]);
    const { session, state } = await fresh();
    await session.load();
    await vi.advanceTimersByTimeAsync(49 * 60_000);
    expect(state()).toMatchObject({ isEnding: false });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(state()).toMatchObject({ status: "active", isEnding: true });
  });

  it("is over after its end, and whoever waited goes on after signing in again", async () => {
    answering(
      [200, { ...PERSON, endsAt: "2026-04-01T10:00:00Z" }],
      [401],
      [401, { errors: [{ code: "WRONG_CREDENTIALS", message: "違います。" }] }],
      [200, { ...PERSON, endsAt: "2026-04-02T10:00:00Z" }],
    );
    const { session, state } = await fresh();
    await session.load();
    await vi.advanceTimersByTimeAsync(61 * 60_000);
    expect(state()).toMatchObject({ status: "over", person: PERSON });
    const waited = vi.fn();
    void session.untilSignedIn().then(waited);
    expect(await session.signIn(PERSON.email, "wrong")).toEqual({ code: "WRONG_CREDENTIALS", message: "違います。" });
    expect(waited).not.toHaveBeenCalled();
    expect(await session.signIn(PERSON.email, "right")).toBeNull();
    await vi.waitFor(() => expect(waited).toHaveBeenCalledOnce());
    expect(state()).toMatchObject({ status: "active" });
  });
});
