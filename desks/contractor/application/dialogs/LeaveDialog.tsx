import { useBlocker } from "@tanstack/react-router";
import { useTexts } from "../../../shared/language.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Dialog } from "../../../ui/parts/Dialog.tsx";
import type { Saver } from "../saver.ts";
import { PROCESS } from "../texts/process.ts";

/** Leaving the page saves first what is not saved yet; only if that fails, it asks. */
export function LeaveDialog({ saver }: { saver: Saver }) {
  const texts = useTexts(PROCESS);
  const blocker = useBlocker({
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname || !saver.isUnsaved) return false;
      return !(await saver.flush());
    },
    enableBeforeUnload: () => saver.isUnsaved,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  const leave = () => {
    saver.abandon();
    blocker.proceed();
  };
  return (
    <Dialog title={texts.leaveTitle} onClose={blocker.reset}>
      <p>{texts.leaveLead}</p>
      <div className="row">
        <Button onClick={blocker.reset}>{texts.stay}</Button>
        <Button look="danger" onClick={leave}>
          {texts.leave}
        </Button>
      </div>
    </Dialog>
  );
}
