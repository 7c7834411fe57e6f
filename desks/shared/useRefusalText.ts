import { useCallback } from "react";
import { type Refused, UNREACHABLE } from "../gql/outcomes.ts";
import { useTexts } from "./language.tsx";
import { COMMON } from "./texts.ts";

/** A refusal in words: what the server says, with the seconds after which to try again; ours if nothing came back. */
export function useRefusalText(): (refused: Refused) => string {
  const texts = useTexts(COMMON);
  return useCallback(
    ({ message, code, retryAfter }) => {
      if (message === "") return code === UNREACHABLE ? texts.unreachable : texts.internal;
      return retryAfter === undefined ? message : `${message}${texts.retryAfter(retryAfter)}`;
    },
    [texts],
  );
}
