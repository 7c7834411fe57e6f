import { useState } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { useAct } from "../../../shared/useAct.ts";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Dialog } from "../../../ui/parts/Dialog.tsx";
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
        <Dialog title={texts.withdrawTitle} onClose={() => setIsAsking(false)}>
          {refused && <Banner tone="bad" title={refused.message} />}
          <p>{texts.withdrawLead}</p>
          <div className="row">
            <Button look="danger" isBusy={isBusy} onClick={() => void act()}>
              {texts.withdraw}
            </Button>
            <Button look="secondary" onClick={() => setIsAsking(false)}>
              {texts.cancel}
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
