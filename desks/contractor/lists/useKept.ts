import { useRef } from "react";

/** The last value that was there: rows stay on the page while the next ones are read, so that nothing flickers. */
export function useKept<T>(value: T | undefined): T | undefined {
  const kept = useRef<T>(undefined);
  if (value !== undefined) kept.current = value;
  return value ?? kept.current;
}
