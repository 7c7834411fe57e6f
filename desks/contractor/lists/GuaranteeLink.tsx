import { useRouter } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

/**
 * A link to a guarantee in a row of a long list.
 *
 * The router's own Link follows the router's state: fifty of them render again at every step and make it slow.
 */
export function GuaranteeLink({ id, className, children }: { id: string; className?: string; children: ReactNode }) {
  const router = useRouter();
  const target = { to: "/guarantees/$id", params: { id } } as const;
  const open = (event: MouseEvent) => {
    // Another tab or window, or a download, is the browser's.
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate(target);
  };
  const preload = () => void router.preloadRoute(target);
  return (
    <a
      className={className}
      href={`${router.basepath}/guarantees/${id}`}
      onClick={open}
      onMouseEnter={preload}
      onFocus={preload}
    >
      {children}
    </a>
  );
}
