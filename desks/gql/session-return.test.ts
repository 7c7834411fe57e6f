import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const TOLD = {
  accountId: "0199-a",
  role: "OBLIGEE",
  name: "見本 花子",
  email: "a@example.jp",
  endsAt: "2099-01-01",
  latestEnd: "2099-01-02",
  secondsLeft: 43_200,
};

function transition(type: "pagehide" | "pageshow", persisted: boolean): void {
  window.dispatchEvent(Object.assign(new Event(type), { persisted }));
}

describe("a page that the back button brings back from memory", () => {
  const isShown = () => !document.documentElement.hidden;
  const reloaded = vi.fn();
  let answer: () => Promise<Response>;

  beforeEach(async () => {
    vi.resetModules();
    vi.spyOn(window.location, "reload").mockImplementation(reloaded);
    vi.spyOn(window.location, "assign").mockImplementation(() => undefined);
    vi.stubGlobal("fetch", () => answer());
    answer = async () => Response.json(TOLD);
    const session = await import("./session.ts");
    await session.load();
    session.watchReturn();
    transition("pagehide", true);
    expect(isShown()).toBe(false);
  });

  afterEach(() => {
    document.documentElement.hidden = false;
    reloaded.mockReset();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it("is shown again, as it was left, to the same account", async () => {
    transition("pageshow", true);
    expect(isShown()).toBe(false);
    await vi.waitFor(() => expect(isShown()).toBe(true));
    expect(reloaded).not.toHaveBeenCalled();
  });

  it.each([
    ["nobody", async () => new Response("{}", { status: 401 })],
    ["whom the server cannot tell", () => Promise.reject(new TypeError("offline"))],
  ])("is loaded anew for %s", async (_, next) => {
    answer = next;
    transition("pageshow", true);
    await vi.waitFor(() => expect(reloaded).toHaveBeenCalled());
    expect(isShown()).toBe(false);
  });

  it("is left for another account", async () => {
    answer = async () => Response.json({ ...TOLD, accountId: "0199-b" });
    transition("pageshow", true);
    await vi.waitFor(() => expect(window.location.assign).toHaveBeenCalledWith("/"));
    expect(isShown()).toBe(false);
  });

  it("is not hidden by what does not keep it", () => {
    document.documentElement.hidden = false;
    transition("pagehide", false);
    transition("pageshow", false);
    expect(isShown()).toBe(true);
  });
});
