import { useSession } from "../gql/session.ts";

/** What the person may do, so that nothing is offered that would be refused; the server decides. */
export function useMayAct(): { mayAct: boolean; isAdministrator: boolean } {
  const session = useSession();
  const role = session.status === "active" ? session.person.accountRole : null;
  return { mayAct: role !== "READER", isAdministrator: role === "ADMINISTRATOR" };
}
