import { useEffect, useState } from "react";

/** Milliseconds without typing after which a text is looked for. */
const PAUSE = 300;

/** The value once it has not changed for a moment: what is typed asks the server once, not at every letter. */
export function useDebounced<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
