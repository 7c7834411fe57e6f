import { useEffect, useState } from "react";

/** Milliseconds without a change before a search begins. */
const PAUSE = 300;

/** The value once it has not changed for a moment: for searching while somebody types. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
