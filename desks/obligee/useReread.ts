import { useCallback } from "react";
import type { UseQueryExecute } from "urql";

/** Reads the page's data again from the server, with a function that stays the same. */
export function useReread(refresh: UseQueryExecute): () => void {
  return useCallback(() => refresh({ requestPolicy: "network-only" }), [refresh]);
}
