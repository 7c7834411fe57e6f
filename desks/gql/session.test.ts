import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const PERSON = {
  accountId: "0199-a",
  role: "CONTRACTOR",
  accountRole: "STAFF",
  name: "見本 花子",
  organisation: "○○建設",
  email: "a@example.jp",
};
const NOW = Date.parse("2026-04-01T09:00:00Z");
const LATEST = "2026-04-02T09:00:00Z";

/** A session that ends after so many minutes. */
function lasting(minutes: number, more: object = {}) {
  const endsAt = new Date(NOW + minutes * 60_000).toISOString();
  return { ...PERSON, endsAt, latestEnd: LATEST, secondsLeft: minutes * 60, ...more };
}

const TOLD = lasting(720);
const OTHER = { accountId: "0199-b", email: "b@example.jp" };

/** Answers the next requests in turn, and keeps what was asked. */
function answering(...answers: [number, unknown?][]) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => {
    const [status, body] = answers.shift() ?? [500];
    return new Response(status === 204 ? null : JSON.stringify(body ?? {}), { status });
  });
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

/** Notes where the page is led, without going there. */
function leaving() {
  return vi.spyOn(window.location, "assign").mockImplementation(() => undefined);
}

async function fresh() {
  vi.resetModules();
  const session = await import("./session.ts");
  const { renderHook } = await import("@testing-library/react");
  const { result } = renderHook(() => session.useSession());
  return { session, state: () => result.current };
}

function start(): void {
  vi.useFakeTimers({ now: NOW });
}

function end(): void {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  sessionStorage.clear();
}

describe("the session", () => {
  beforeEach(start);
  afterEach(end);

  it("asks with the header without which the cookie does not count", async () => {
    const fetched = answering([200, lasting(720)]);
    const { session, state } = await fresh();
    await session.load();
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({
      credentials: "same-origin",
      headers: { "X-Kakusho-Desk": "1" },
    });
    await vi.waitFor(() => expect(state()).toMatchObject({ status: "active", person: PERSON, isEnding: false }));
  });

  it("warns ten minutes before its end", async () => {
    answering([200, lasting(60)]);
    const { session, state } = await fresh();
    await session.load();
    await vi.advanceTimersByTimeAsync(49 * 60_000);
    expect(state()).toMatchObject({ isEnding: false });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(state()).toMatchObject({ status: "active", isEnding: true });
  });

  it("is over after its end, and whoever waited goes on after signing in again", async () => {
    answering(
      [200, lasting(60)],
      [401],
      [401, { errors: [{ code: "WRONG_CREDENTIALS", message: "違います。" }] }],
      [200, lasting(720)],
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

  it("goes by the seconds that are left, not by the clock of this machine", async () => {
    answering([200, lasting(60, { endsAt: "2026-03-31T00:00:00Z" })]);
    const { session, state } = await fresh();
    await session.load();
    await vi.waitFor(() =>
      expect(state()).toMatchObject({ status: "active", isEnding: false, endsAt: NOW + 3_600_000 }),
    );
  });

  it("does not offer to stay at its latest end", async () => {
    answering([200, lasting(60, { latestEnd: lasting(60).endsAt })], [401]);
    const { session, state } = await fresh();
    await session.load();
    await vi.advanceTimersByTimeAsync(59 * 60_000);
    expect(state()).toMatchObject({ status: "active", isEnding: false });
    await vi.advanceTimersByTimeAsync(2 * 60_000);
    expect(state()).toMatchObject({ status: "over" });
  });
});

describe("the account of the page", () => {
  beforeEach(start);
  afterEach(end);

  it("names the account whose data the page shows", async () => {
    answering([200, TOLD]);
    const { session } = await fresh();
    expect(session.deskHeaders()).toEqual({ "X-Kakusho-Desk": "1" });
    await session.load();
    expect(session.deskHeaders()).toEqual({ "X-Kakusho-Desk": "1", "X-Kakusho-Account": "0199-a" });
  });

  it("leaves the page when another account has signed in, here or in another tab", async () => {
    answering([200, TOLD], [200, { ...TOLD, ...OTHER }], [401], [200, { ...TOLD, ...OTHER }]);
    const { session, state } = await fresh();
    await session.load();
    const left = leaving();
    const waited = vi.fn();
    await session.load();
    expect(left).toHaveBeenCalledExactlyOnceWith("/");
    expect(state()).toMatchObject({ person: PERSON });
    await session.load();
    void session.untilSignedIn().then(waited);
    expect(await session.signIn(OTHER.email, "right")).toBeNull();
    expect(left).toHaveBeenCalledTimes(2);
    expect(state()).toMatchObject({ status: "over", person: PERSON });
    expect(waited).not.toHaveBeenCalled();
  });

  it("leaves nothing of an account in the tab to the next one", async () => {
    answering([200, TOLD], [200, TOLD], [200, { ...TOLD, ...OTHER }], [204]);
    await (await fresh()).session.load();
    sessionStorage.setItem("typed", "of a");
    await (await fresh()).session.load(); // a reload
    expect(sessionStorage.getItem("typed")).toBe("of a");
    const { session } = await fresh();
    await session.load();
    expect(sessionStorage.getItem("typed")).toBeNull();
    sessionStorage.setItem("typed", "of b");
    leaving();
    expect(await session.signOut()).toBe(true);
    expect(sessionStorage.length).toBe(0);
  });

  it("says when signing out has failed, and stays", async () => {
    answering([200, TOLD], [503]);
    const { session, state } = await fresh();
    await session.load();
    const left = leaving();
    expect(await session.signOut()).toBe(false);
    vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("offline")));
    expect(await session.signOut()).toBe(false);
    expect(left).not.toHaveBeenCalled();
    expect(state()).toMatchObject({ status: "active" });
  });
});
