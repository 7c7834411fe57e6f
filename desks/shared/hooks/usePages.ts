/** Paging by cursor: the cursor lives in the address, the way back in the history entry. */
import { useNavigate, useRouterState } from "@tanstack/react-router";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** The cursors of the pages before this one; null for the first page. */
    cursors?: readonly (string | null)[];
  }
}

type PageInfo = { hasNextPage: boolean; endCursor: string | null };

/** What the Pager needs. A page that was opened by its address leads back to the first one. */
export function usePages(after: string | undefined, info: PageInfo | undefined) {
  const navigate = useNavigate();
  const cursors = useRouterState({ select: (state) => state.location.state.cursors }) ?? [];
  const go = (cursor: string | null, before: readonly (string | null)[]) =>
    void navigate({
      to: ".",
      search: (held: Record<string, unknown>) => ({ ...held, after: cursor ?? undefined }),
      state: { cursors: before },
    } as never);
  const next = info?.hasNextPage ? info.endCursor : null;
  return {
    /** How many pages stand before this one; null if it was opened by its address. */
    before: after === undefined ? 0 : cursors.length || null,
    onPrevious: after === undefined ? null : () => go(cursors.at(-1) ?? null, cursors.slice(0, -1)),
    onNext: next === null ? null : () => go(next, [...cursors, after ?? null]),
  };
}
