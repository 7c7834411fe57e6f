import { ConfirmDialog } from "../../ui/parts/ConfirmDialog.tsx";
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
    <ConfirmDialog
      title={texts.deactivateTitle(account.name)}
      confirm={texts.deactivate}
      cancel={texts.cancel}
      isBusy={isBusy}
      onConfirm={() => void deactivate()}
      onClose={onClose}
    >
      <p>{account.email}</p>
      <p>{texts.deactivateLead}</p>
      <RefusedBanner refused={refused} />
    </ConfirmDialog>
  );
}
