import { gql } from "@urql/core";
import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("./generated/document-ids.json", () => ({ default: { Known: `sha256:${"0".repeat(64)}` } }));

function answering(...bodies: unknown[]) {
  const fetched = vi.fn(
    async (_url: string, _init: RequestInit) =>
      new Response(JSON.stringify(bodies.shift()), { headers: { "content-type": "application/json" } }),
  );
  vi.stubGlobal("fetch", fetched);
  return fetched;
}

const TOLD = { accountId: "0199-a", email: "a", endsAt: "2099-01-01", latestEnd: "2099-01-01", secondsLeft: 600 };
const KNOWN = gql`
  query Known($n: Int!) {
    rows(first: $n) {
      id
    }
  }
`;

/** On a page that knows who is signed in. */
async function signedIn() {
  vi.resetModules();
  const session = await import("./session.ts");
  answering(TOLD);
  await session.load();
  return { session, ...(await import("./client.ts")) };
}

describe("the client", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("asks who is signed in before it sends for nobody, and names that account", async () => {
    vi.resetModules();
    const { makeClient } = await import("./client.ts");
    const fetched = answering(TOLD, { data: { rows: [] } }, { data: { rows: [] } });
    const client = makeClient();
    await client.query(KNOWN, { n: 3 }).toPromise();
    await client.query(KNOWN, { n: 4 }).toPromise();
    expect(fetched.mock.calls.map(([url]) => url)).toEqual(["/session", "/graphql", "/graphql"]);
    for (const [, init] of fetched.mock.calls.slice(1)) {
      expect(new Headers(init.headers).get("X-Kakusho-Account")).toBe("0199-a");
    }
  });

  it("sends nothing while the server cannot tell who is signed in", async () => {
    vi.resetModules();
    const { makeClient } = await import("./client.ts");
    const fetched = vi.fn(async (url: string) => new Response("{}", { status: url === "/session" ? 503 : 200 }));
    vi.stubGlobal("fetch", fetched);
    const asked = await makeClient().query(KNOWN, { n: 3 }).toPromise();
    expect(asked.error?.networkError).toBeDefined();
    expect(fetched.mock.calls.map(([url]) => url)).not.toContain("/graphql");
  });

  it("sends the id of a known operation, never its text, by POST with the desk's header", async () => {
    const { makeClient } = await signedIn();
    const fetched = answering({ data: { rows: [] } });
    const found = await makeClient().query(KNOWN, { n: 5 }).toPromise();
    expect(found.data).toEqual({ rows: [] });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe("/graphql");
    expect(init).toMatchObject({ method: "POST", credentials: "same-origin" });
    expect(new Headers(init?.headers).get("X-Kakusho-Desk")).toBe("1");
    expect(JSON.parse(String(init?.body))).toEqual({ documentId: `sha256:${"0".repeat(64)}`, variables: { n: 5 } });
  });

  it("waits for a new session and then asks again", async () => {
    const refused = { errors: [{ message: "サインインしてください。", extensions: { code: "UNAUTHENTICATED" } }] };
    const { makeClient, session } = await signedIn();
    const fetched = answering(refused, TOLD, { data: { rows: [] } });
    const asked = makeClient().query(KNOWN, { n: 5 }).toPromise();
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledOnce());
    await new Promise((resolve) => setTimeout(resolve));
    await session.signIn("a", "b");
    expect((await asked).data).toEqual({ rows: [] });
    expect(JSON.parse(String(fetched.mock.calls[2]?.[1].body)).documentId).toBe(`sha256:${"0".repeat(64)}`);
  });

  it("notes that the page is of an older version", async () => {
    const { makeClient } = await signedIn();
    answering({ errors: [{ message: "", extensions: { code: "UNKNOWN_DOCUMENT" } }] });
    const { renderHook } = await import("@testing-library/react");
    const { useIsOutdated } = await import("./versions.ts");
    const { result } = renderHook(() => useIsOutdated());
    await makeClient().query(KNOWN, { n: 6 }).toPromise();
    await vi.waitFor(() => expect(result.current).toBe(true));
  });
});
