import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { formatMoment } from "../../../shared/typed.ts";
import { Button } from "../../../ui/parts/Button.tsx";
import { Dialog } from "../../../ui/parts/Dialog.tsx";
import type { Saver, Saving } from "../saver.ts";
import { PROCESS } from "../texts/process.ts";

type Props = { saver: Saver; saving: Saving; isReturned: boolean; onReload: () => void };

/** Somebody else has saved, sent or deleted the application meanwhile: which input is to stay? */
export function ChangedDialog({ saver, saving, isReturned, onReload }: Props) {
  const texts = useTexts(PROCESS);
  const [isBusy, setIsBusy] = useState(false);
  if (saving.is !== "changed") return null;
  const isGone = saving.by === null || saving.at === null;
  const keep = async (over: number | null) => {
    setIsBusy(true);
    await saver.keepMine(over);
    setIsBusy(false);
  };
  const drop = () => {
    saver.abandon();
    onReload();
  };
  return (
    <Dialog title={isGone ? texts.goneTitle : texts.changedTitle(saving.by ?? "", formatMoment(saving.at ?? ""))}>
      <div className="stack">
        <p>{isGone ? texts.goneLead : texts.changedLead}</p>
        {isReturned ? (
          !isGone && (
            <Button isBusy={isBusy} onClick={() => void keep(saving.version)}>
              {texts.keepOver}
            </Button>
          )
        ) : (
          <Button isBusy={isBusy} onClick={() => void keep(null)}>
            {texts.keepAsNew}
          </Button>
        )}
        {isGone ? (
          <Link to="/applications" className="button secondary" onClick={() => saver.abandon()}>
            {texts.dropMine}
          </Link>
        ) : (
          <Button look="secondary" onClick={drop}>
            {texts.takeTheirs}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
