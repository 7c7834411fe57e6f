import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { useAct } from "../../../shared/useAct.ts";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Dialog } from "../../../ui/parts/Dialog.tsx";
import { DeleteForm } from "../operations.ts";
import type { Saver } from "../saver.ts";
import { useApply } from "../state.tsx";
import { PROCESS } from "../texts/process.ts";

type Props = { saver: Saver; isReturned: boolean; onReload: () => void };

/** Deletes a draft; of an application that came back, what was changed since. */
export function DeleteDraft({ saver, isReturned, onReload }: Props) {
  const { id } = useApply();
  const navigate = useNavigate();
  const texts = useTexts(PROCESS);
  const [isAsking, setIsAsking] = useState(false);
  const { run, isBusy, refused } = useAct(DeleteForm, "DraftDeleted");
  if (id === null || (isReturned && !saver.hasSaved)) return null;
  const act = async () => {
    saver.stop();
    const result = await run(() => ({ input: { applicationId: id } }));
    if (!result?.ok) return;
    saver.abandon();
    if (isReturned) onReload();
    else void navigate({ to: "/applications" });
  };
  return (
    <>
      <Button look="danger" onClick={() => setIsAsking(true)}>
        {isReturned ? texts.discard : texts.remove}
      </Button>
      {isAsking && (
        <Dialog title={isReturned ? texts.discardTitle : texts.removeTitle} onClose={() => setIsAsking(false)}>
          {refused && <Banner tone="bad" title={refused.message} />}
          <p>{isReturned ? texts.discardLead : texts.removeLead}</p>
          <div className="row">
            <Button look="danger" isBusy={isBusy} onClick={() => void act()}>
              {isReturned ? texts.discard : texts.remove}
            </Button>
            <Button look="secondary" onClick={() => setIsAsking(false)}>
              {texts.cancel}
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
