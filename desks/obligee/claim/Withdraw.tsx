import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { ConfirmDialog } from "../../ui/parts/ConfirmDialog.tsx";
import { useMayAct } from "../useMayAct.ts";
import { WithdrawClaim } from "./operations.ts";
import { CLAIM } from "./texts.ts";
import { type Claim, isOpen } from "./types.ts";

/** The withdrawal of a claim that is not decided yet. */
export function Withdraw({ claim, onChanged }: { claim: Claim; onChanged: () => void }) {
  const texts = useTexts(CLAIM);
  const { mayAct } = useMayAct();
  const [isAsking, setIsAsking] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const [reason, setReason] = useState("");
  const { run, isBusy, refused } = useAct(WithdrawClaim, "ClaimWithdrawn");
  const submit = async () => {
    const result = await run(() => ({ input: { claimId: claim.id, reason } }));
    if (result?.ok) {
      setIsAsking(false);
      setIsDone(true);
    }
    onChanged();
  };
  if (isDone) return <DoneBanner title={texts.withdrawn} />;
  if (!mayAct || !isOpen(claim)) return null;
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
          onConfirm={() => void submit()}
          onClose={() => setIsAsking(false)}
        >
          <p>{texts.withdrawLead}</p>
          <RefusedBanner refused={refused} fields={["reason"]} />
          <TextArea
            label={texts.withdrawReason}
            hint={texts.withdrawReasonHint}
            required
            problem={problemOf(refused, "reason")}
            value={reason}
            onChange={setReason}
          />
        </ConfirmDialog>
      )}
    </div>
  );
}
