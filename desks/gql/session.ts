/**
 * The session of the person at the desk: its end, the warning before it, and signing in again without losing what was typed.
 *
 * The cookie itself cannot be read by scripts; the server tells when it ends.
 */
import { useSyncExternalStore } from "react";
import { DESK_HEADERS } from "./desk-request.ts";

export type Person = {
  accountId: string;
  role: string;
  accountRole: string | null;
  name: string;
  organisation: string | null;
  email: string;
};
export type SessionState =
  | { status: "unknown" }
  | { status: "active"; person: Person; endsAt: number; isEnding: boolean }
  | { status: "over"; person: Person | null };
export type SignInProblem = { code: string; message: string };

/** Milliseconds before the end at which the person is asked whether to stay. */
const WARNING = 10 * 60_000;
/** A timer longer than this overflows in browsers. */
const LONGEST_TIMER = 2 ** 31 - 1;
const PATH = "/session";
/** In the tab's storage: whose it is. */
const OWNER = "kakusho.account";

let state: SessionState = { status: "unknown" };
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const waiting = new Set<() => void>();

function set(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state);
}

/** The person, if somebody is or was signed in on this page. */
export function currentPerson(): Person | null {
  return state.status === "unknown" ? null : state.person;
}

/** Of every request: besides the desk's header, the account whose data the page shows. The server does not act as another. */
export function deskHeaders(): Record<string, string> {
  const person = currentPerson();
  return { ...DESK_HEADERS, ...(person && { "X-Kakusho-Account": person.accountId }) };
}

/** Seconds, because the clocks of people's machines differ from the server's. */
type Told = Person & { endsAt: string; latestEnd: string; secondsLeft: number };

async function request(path: string, method: string, body?: unknown): Promise<Response> {
  return await fetch(path, {
    method,
    credentials: "same-origin",
    headers: { ...DESK_HEADERS, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/**
 * The page shows one account's data: with the session of another one, of this tab or of another tab, it has to go. Whether
 * it stays.
 */
function begin(told: Told): boolean {
  const before = currentPerson();
  if (before !== null && before.accountId !== told.accountId) {
    leave();
    return false;
  }
  claimStorage(told.accountId);
  const { endsAt, latestEnd, secondsLeft, ...person } = told;
  const left = secondsLeft * 1000;
  const end = Date.now() + left;
  clearTimeout(timer);
  // At the latest end of a session nothing can be prolonged: signing in again then loses nothing that was typed.
  const until = endsAt < latestEnd ? left - WARNING : left + 1000;
  timer = setTimeout(() => (endsAt < latestEnd ? warn(end) : void load()), Math.min(Math.max(until, 0), LONGEST_TIMER));
  set({ status: "active", person, endsAt: end, isEnding: endsAt < latestEnd && left <= WARNING });
  for (const done of waiting) done();
  waiting.clear();
  return true;
}

function warn(end: number): void {
  if (state.status !== "active" || state.endsAt !== end) return;
  set({ ...state, isEnding: true });
  timer = setTimeout(() => void load(), Math.min(Math.max(end - Date.now(), 0) + 1000, LONGEST_TIMER));
}

/**
 * Ask the server who is signed in. Without a session calls `none`. Whether the page's account goes on. Throws an Error if the
 * server cannot tell.
 */
export async function load(none: () => void = over): Promise<boolean> {
  const response = await request(PATH, "GET");
  if (response.ok) return begin((await response.json()) as Told);
  if (response.status !== 401) throw new Error(`session: ${response.status}`);
  none();
  return false;
}

/** The session has ended; what was typed stays on the page. */
export function over(): void {
  clearTimeout(timer);
  if (state.status !== "over") set({ status: "over", person: currentPerson() });
}

/** Sign in again on the page. Another account than before begins anew. */
export async function signIn(email: string, password: string): Promise<SignInProblem | null> {
  const response = await request(PATH, "POST", { email, password });
  if (!response.ok) {
    const told = (await response.json().catch(() => ({}))) as { errors?: SignInProblem[] };
    return told.errors?.[0] ?? { code: "UNAVAILABLE", message: "" };
  }
  begin((await response.json()) as Told);
  return null;
}

/** Stay signed in. */
export async function extend(): Promise<void> {
  const response = await request(`${PATH}/extension`, "POST");
  if (response.ok) await load();
  else over();
}

/** Whether the session has ended; then the page goes. */
export async function signOut(): Promise<boolean> {
  const isEnded = await request(PATH, "DELETE").then(
    (response) => response.ok,
    () => false,
  );
  if (isEnded) leave();
  return isEnded;
}

/** What was typed stays with its account: the next one in this tab finds nothing of it. */
function claimStorage(accountId: string): void {
  if (sessionStorage.getItem(OWNER) === accountId) return;
  sessionStorage.clear();
  sessionStorage.setItem(OWNER, accountId);
}

function leave(): void {
  sessionStorage.clear();
  window.location.assign("/");
}

/** The back button may bring the page back from the browser's memory: it is shown again to the account that left it alone. */
export function watchReturn(): void {
  const show = (isShown: boolean) => {
    document.documentElement.hidden = !isShown;
  };
  const reload = () => window.location.reload();
  window.addEventListener("pagehide", (event) => {
    if (event.persisted) show(false);
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    load(reload).then(show, reload);
  });
}

/** Resolves when somebody is signed in again. */
export function untilSignedIn(): Promise<void> {
  over();
  return new Promise((resolve) => waiting.add(resolve));
}
