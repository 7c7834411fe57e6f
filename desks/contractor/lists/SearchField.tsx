import { useEffect, useId, useRef, useState } from "react";

/** Milliseconds of no typing after which is searched. */
const PAUSE = 300;

type Props = { label: string; hint: string; value: string; onSearch: (text: string) => void };

/** Searches while one types, but not in the middle of an IME conversion. */
export function SearchField({ label, hint, value, onSearch }: Props) {
  const id = useId();
  const [typed, setTyped] = useState(value);
  const [isComposing, setIsComposing] = useState(false);
  const sent = useRef(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // The address has changed by another way than typing here: the back button, or "clear".
    if (value !== sent.current) setTyped(value);
  }
  useEffect(() => {
    if (isComposing || typed === value) return;
    const timer = setTimeout(() => {
      sent.current = typed;
      onSearch(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, value, isComposing, onSearch]);
  return (
    <div className="field grows">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        placeholder={hint}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onCompositionStart={() => setIsComposing(true)}
        onCompositionEnd={() => setIsComposing(false)}
      />
    </div>
  );
}
