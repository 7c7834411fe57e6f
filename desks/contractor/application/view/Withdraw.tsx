import { useState } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { RefusedBanner } from "../../../shared/RefusedBanner.tsx";
import { useAct } from "../../../shared/useAct.ts";
import { Button } from "../../../ui/parts/Button.tsx";
import { ConfirmDialog } from "../../../ui/parts/ConfirmDialog.tsx";
import { VIEW } from "../texts/view.ts";
import { WithdrawForm } from "./operations.ts";
import type { SentNode } from "./SentPage.tsx";

/** 取下げ of everything that is not issued yet, after a confirmation. */
export function Withdraw({ sent, onDone }: { sent: SentNode; onDone: () => void }) {
  const texts = useTexts(VIEW);
  const [isAsking, setIsAsking] = useState(false);
  const { run, isBusy, refused } = useAct(WithdrawForm, "ApplicationWithdrawn");
  if (sent.status !== "OPEN" && sent.status !== "RETURNED") return null;
  const act = async () => {
    const result = await run(() => ({ input: { applicationId: sent.id } }));
    if (!result?.ok) return;
    setIsAsking(false);
    onDone();
  };
  return (
    <div className="form-actions no-print">
      <Button look="danger" onClick={() => setIsAsking(true)}>
        {texts.withdraw}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={texts.withdrawTitle}
          confirm={texts.withdraw}
          cancel={texts.cancel}
          isBusy={isBusy}
          onConfirm={() => void act()}
          onClose={() => setIsAsking(false)}
        >
          <RefusedBanner refused={refused} />
          <p>{texts.withdrawLead}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
