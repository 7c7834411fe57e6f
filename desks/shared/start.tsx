/** The start of a desk: who is signed in, then the page; without a session the way to sign in. */
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { makeClient } from "../gql/client.ts";
import { currentPerson, load, watchReturn } from "../gql/session.ts";
import { watchParts } from "../gql/versions.ts";
import { LanguageProvider } from "./language.tsx";
import { SessionDialogs } from "./SessionDialogs.tsx";
import "../ui/css/all.css";

/** Render the desk into the page. Without a session, and for other roles, the server leads on: the page of a role is its own. */
export async function start(desk: ReactNode, role: string): Promise<void> {
  watchParts();
  watchReturn();
  // A server that cannot be reached is asked again when the page asks for its data.
  const isSignedIn = await load(() => undefined).catch(() => true);
  if (!isSignedIn || (currentPerson()?.role ?? role) !== role) {
    const { pathname, search } = window.location;
    window.location.replace(`/sign-in?to=${encodeURIComponent(pathname + search)}`);
    return;
  }
  const root = document.getElementById("root");
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <Provider value={makeClient()}>
          {desk}
          <SessionDialogs />
        </Provider>
      </LanguageProvider>
    </StrictMode>,
  );
}
