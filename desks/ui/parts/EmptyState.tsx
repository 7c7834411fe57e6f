import type { ReactNode } from "react";

/** An empty list says what will stand here, and what to do for it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
      {action}
    </div>
  );
}
