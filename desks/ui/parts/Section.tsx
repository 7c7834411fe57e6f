import { type ReactNode, useId } from "react";

type Props = {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** The target of links within the page. */
  anchor?: string;
};

/** A part of a page with its heading. */
export function Section({ title, children, actions, anchor }: Props) {
  const id = useId();
  return (
    <section className="section" id={anchor} aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
