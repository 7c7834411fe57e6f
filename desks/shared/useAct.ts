/** One mutation at a desk: its state, its refusal in words, and one key for one intention. */

import { useCallback, useRef, useState } from "react";
import { type AnyVariables, type TypedDocumentNode, useClient } from "urql";
import { useIdempotencyKey } from "../gql/idempotency.ts";
import { type Outcome, outcome, type Refused } from "../gql/outcomes.ts";
import { useRefusalText } from "./useRefusalText.ts";

type Payload<Data> = Extract<NonNullable<Data[keyof Data]>, { __typename: string }>;

/**
 * `run` sends the mutation and resolves to its outcome; `done` is the member of the union that means success.
 *
 * `variables` gets the idempotency key, which stays the same until it succeeds. While a call is under way another one
 * resolves to null and sends nothing.
 */
export function useAct<Data extends object, Variables extends AnyVariables, Name extends Payload<Data>["__typename"]>(
  mutation: TypedDocumentNode<Data, Variables>,
  done: Name,
) {
  const client = useClient();
  const told = useRefusalText();
  const { key, renew } = useIdempotencyKey();
  const [isBusy, setIsBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const underWay = useRef(false);
  const run = useCallback(
    async (variables: (idempotencyKey: string) => Variables) => {
      if (underWay.current) return null;
      underWay.current = true;
      setIsBusy(true);
      setRefused(null);
      const result: Outcome<Extract<Payload<Data>, { __typename: Name }>> = outcome(
        await client.mutation(mutation, variables(key())).toPromise(),
        done,
      );
      underWay.current = false;
      setIsBusy(false);
      if (result.ok) renew();
      else setRefused({ ...result, message: told(result) });
      return result;
    },
    [client, mutation, done, key, renew, told],
  );
  const forget = useCallback(() => setRefused(null), []);
  return { run, isBusy, refused, forget };
}
