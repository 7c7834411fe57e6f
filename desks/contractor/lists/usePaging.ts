import { useNavigate, useRouter, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

/** Rows of one page. */
export const PAGE = 50;

type Position = { hasNextPage: boolean; endCursor: string | null };

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** How many rows stand before this page, if one has come here page by page. */
    before?: number;
  }
}

/**
 * Pages of a list by cursor: the cursor stands in the address, so that reloading and a second tab show the same page.
 *
 * A cursor leads only forward; the way back is the browser's, or the first page if the address was opened directly.
 */
export function usePaging(position: Position | undefined, after: string | undefined) {
  const navigate = useNavigate();
  const router = useRouter();
  const before = useRouterState({ select: (state) => state.location.state.before });
  const go = useCallback(
    (cursor: string | undefined, rowsBefore: number | undefined) =>
      navigate({
        to: ".",
        search: (search: object) => ({ ...search, after: cursor }),
        state: { before: rowsBefore },
      } as never),
    [navigate],
  );
  const next = position?.hasNextPage ? position.endCursor : null;
  return {
    /** The number of the first row; null if it is not known. */
    from: after === undefined ? 1 : before === undefined ? null : before + 1,
    onNext: next === null ? null : () => void go(next, (before ?? 0) + PAGE),
    onPrevious:
      after === undefined ? null : () => (before === undefined ? void go(undefined, undefined) : router.history.back()),
  };
}
