import { useBlocker } from "@tanstack/react-router";
import { useTexts } from "../language.tsx";
import { COMMON } from "../texts.ts";

/** Ask before a page with something unsent is left, in the desk and by closing the window. */
export function useLeaveGuard(isUnsent: boolean): void {
  const texts = useTexts(COMMON);
  useBlocker({
    shouldBlockFn: () => isUnsent && !window.confirm(texts.leave),
    enableBeforeUnload: () => isUnsent,
  });
}
