import { type FocusEvent, type ReactNode, useEffect, useRef } from "react";
import { idOf, useApply } from "../state.tsx";

type Props = {
  /** The server's path of what stands here. */
  name: string;
  /** Further paths whose problems are shown here. */
  also?: readonly string[];
  children: (problem: string | null) => ReactNode;
};

/** Milliseconds from leaving a place until its problem shows: what is being clicked must not move meanwhile. */
const LATER = 250;

/** A place of the form: problems are told here once it was left, and links of the summary lead to it. */
export function Place({ name, also = [], children }: Props) {
  const { problemAt, visit } = useApply();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const left = (event: FocusEvent) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => [name, ...also].forEach(visit), LATER);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notes that the focus has left, and is not operated
    <div id={idOf(name)} tabIndex={-1} className="place" onBlur={left}>
      {children(problemAt(name, ...also))}
    </div>
  );
}
