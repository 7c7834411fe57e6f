import { Aftermath } from "./Aftermath.tsx";
import { useSent } from "./SentPage.tsx";
import { Withdraw } from "./Withdraw.tsx";

/** Below the form of an application that came back: messages, history, and the withdrawal. */
export function ReturnedAftermath({ id, onDone }: { id: string; onDone: () => void }) {
  const { sent, refresh } = useSent(id);
  if (sent === null) return null;
  return (
    <>
      <Aftermath sent={sent} onChanged={refresh} mayAct hasFiles={false} />
      <Withdraw sent={sent} onDone={onDone} />
    </>
  );
}
