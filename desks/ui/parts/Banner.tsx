import type { ReactNode } from "react";

type Props = { tone: "good" | "info" | "warn" | "bad"; title: string; children?: ReactNode; action?: ReactNode };

/** What one has to know on this page: done, to note, or wrong. Faults are announced at once. */
export function Banner({ tone, title, children, action }: Props) {
  return (
    <div className={`banner ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <p className="banner-title">{title}</p>
      {children && <div className="banner-body">{children}</div>}
      {action}
    </div>
  );
}
