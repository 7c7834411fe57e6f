/** A newer version of the desk has been installed: the page offers to reload, and never does so by itself. */
import { useSyncExternalStore } from "react";

let isOutdated = false;
const listeners = new Set<() => void>();

/** The server does not know an operation of this page, or a part of the page is gone. */
export function unknownDocument(): void {
  isOutdated = true;
  for (const listener of listeners) listener();
}

export function useIsOutdated(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOutdated,
  );
}

/** Parts that are loaded later may be gone after a deployment. */
export function watchParts(): void {
  window.addEventListener("vite:preloadError", (event) => {
    event.preventDefault();
    unknownDocument();
  });
}
