import { useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { ConfirmDialog } from "../../ui/parts/ConfirmDialog.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { WithdrawGuarantee } from "./operations.ts";
import { RECORD } from "./recordTexts.ts";

type Props = { guaranteeId: string; onDone: () => void };

/** 取下げ, until the issue. */
export function Withdraw({ guaranteeId, onDone }: Props) {
  const texts = useTexts(RECORD);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="no-print">
      <Section title={texts.withdraw}>
        <p>{texts.withdrawLead}</p>
        <Button look="danger" onClick={() => setIsAsking(true)}>
          {texts.withdrawButton}
        </Button>
        {isAsking && (
          <Confirm
            guaranteeId={guaranteeId}
            onClose={() => setIsAsking(false)}
            onDone={() => {
              setIsAsking(false);
              onDone();
            }}
          />
        )}
      </Section>
    </div>
  );
}

function Confirm({ guaranteeId, onClose, onDone }: Props & { onClose: () => void }) {
  const texts = useTexts(RECORD);
  const [reason, setReason] = useState("");
  const { run, isBusy, refused } = useAct(WithdrawGuarantee, "GuaranteeWithdrawn");
  const withdraw = async () => {
    const result = await run(() => ({ input: { guaranteeId, reason } }));
    if (result?.ok) onDone();
  };
  return (
    <ConfirmDialog
      title={texts.withdrawTitle}
      confirm={texts.withdrawConfirm}
      cancel={texts.cancel}
      isBusy={isBusy}
      onConfirm={() => void withdraw()}
      onClose={onClose}
    >
      <RefusedBanner refused={refused} fields={["reason"]} />
      <p>{texts.withdrawNote}</p>
      <TextArea
        label={texts.withdrawReason}
        required
        problem={problemOf(refused, "reason")}
        value={reason}
        onChange={setReason}
      />
    </ConfirmDialog>
  );
}
