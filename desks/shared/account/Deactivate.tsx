import { Button } from "../../ui/parts/Button.tsx";
import { Dialog } from "../../ui/parts/Dialog.tsx";
import { useTexts } from "../language.tsx";
import { RefusedBanner } from "../RefusedBanner.tsx";
import { useAct } from "../useAct.ts";
import { DeactivateAccount } from "./operations.ts";
import { ACCOUNT } from "./texts.ts";

type Props = { account: { id: string; name: string; email: string }; onClose: () => void; onDone: () => void };

/** Asks before an account is deactivated, because that is permanent. */
export function Deactivate({ account, onClose, onDone }: Props) {
  const texts = useTexts(ACCOUNT);
  const { run, isBusy, refused } = useAct(DeactivateAccount, "AccountDeactivated");
  const deactivate = async () => {
    const result = await run(() => ({ input: { accountId: account.id } }));
    if (result?.ok) onDone();
  };
  return (
    <Dialog title={texts.deactivateTitle(account.name)} onClose={onClose}>
      <p>{account.email}</p>
      <p>{texts.deactivateLead}</p>
      <RefusedBanner refused={refused} />
      <div className="form-actions">
        <Button look="danger" isBusy={isBusy} onClick={() => void deactivate()}>
          {texts.deactivate}
        </Button>
        <Button look="text" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
