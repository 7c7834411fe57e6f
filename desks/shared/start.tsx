/** The start of a desk: who is signed in, then the page; without a session the way to sign in. */
import { type ReactNode, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { makeClient } from "../gql/client.ts";
import { load } from "../gql/session.ts";
import { watchParts } from "../gql/versions.ts";
import { LanguageProvider } from "./language.tsx";
import { SessionDialogs } from "./SessionDialogs.tsx";
import "../ui/css/all.css";

/** Render the desk into the page. */
export async function start(desk: ReactNode): Promise<void> {
  watchParts();
  const isSignedIn = await signedIn();
  if (!isSignedIn) {
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

/** Whether there is a session; a server that cannot be reached is asked again when the page asks for its data. */
async function signedIn(): Promise<boolean> {
  let isOver = false;
  await load(() => {
    isOver = true;
  }).catch(() => undefined);
  return !isOver;
}
