import { useEffect } from "react";

/** Milliseconds between two reads of a page that is looked at. */
const INTERVAL = 20_000;

/** Read again now and then while the page is visible, and at once when it becomes visible again. */
export function usePolling(refresh: () => void): void {
  useEffect(() => {
    const read = () => {
      if (document.visibilityState === "visible") refresh();
    };
    const timer = setInterval(read, INTERVAL);
    document.addEventListener("visibilitychange", read);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", read);
    };
  }, [refresh]);
}
