/** A key for one intention of a person: a double click and a retry send the same one, so that nothing is done twice. */
import { useCallback, useRef } from "react";

/** 128 random bits as 32 hexadecimal digits. */
export function makeKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The key of a form, and what renews it: call that once the form has done its work. */
export function useIdempotencyKey(): { key: () => string; renew: () => void } {
  const held = useRef<string>(undefined);
  const key = useCallback(() => {
    held.current ??= makeKey();
    return held.current;
  }, []);
  const renew = useCallback(() => {
    held.current = undefined;
  }, []);
  return { key, renew };
}
