import { useSession } from "../gql/session.ts";

/** Whether the person's account only reads (閲覧者): the server refuses everything else. */
export function useIsReader(): boolean {
  const session = useSession();
  return session.status === "active" && session.person.accountRole === "READER";
}
