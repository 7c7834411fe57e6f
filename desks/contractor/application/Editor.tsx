import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { ErrorSummary } from "../../ui/form/ErrorSummary.tsx";
import { Form as PlainForm } from "../../ui/form/Form.tsx";
import { focusUnreadable } from "../../ui/form/unreadable.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Steps } from "../../ui/parts/Steps.tsx";
import { Confirm } from "./Confirm.tsx";
import { ChangedDialog } from "./dialogs/ChangedDialog.tsx";
import { DeleteDraft } from "./dialogs/DeleteDraft.tsx";
import { LeaveDialog } from "./dialogs/LeaveDialog.tsx";
import type { Form, Sent } from "./form.ts";
import { useLabelOf } from "./labels.ts";
import { FormParts, idOfPart } from "./parts/FormParts.tsx";
import { ReturnedReason } from "./parts/ReturnedReason.tsx";
import { SavingLine } from "./parts/SavingLine.tsx";
import { Summary } from "./parts/Summary.tsx";
import { ApplyProvider, type Choices, goTo, useApply } from "./state.tsx";
import { PROCESS } from "./texts/process.ts";
import { useApplyForm } from "./useApplyForm.ts";
import type { Start } from "./useSaving.ts";
import { ReturnedAftermath } from "./view/ReturnedAftermath.tsx";

export type Step = "confirm" | undefined;
type Props = {
  start: Start;
  initial: Form;
  /** The application as it was sent, if it came back. */
  sent: Sent | null;
  choices: Choices;
  step: Step;
  onStep: (step: Step) => void;
  onCreated: (id: string) => void;
  /** Read the application again: what stands here is dropped. */
  onReload: () => void;
};

/** 申込作成 and 申込確認 of a draft, or of an application that came back. */
export function Editor({ start, initial, sent, choices, step, onStep, onCreated, onReload }: Props) {
  const navigate = useNavigate();
  const texts = useTexts(PROCESS);
  const state = useApplyForm({ start, initial, sent, choices, created: onCreated });
  const { apply, input, saver, saving, check } = state;
  const [attempt, setAttempt] = useState(0);
  const [isBusy, setIsBusy] = useState(false);
  const focusPart = usePartToFocus(step);
  const toConfirm = async () => {
    if (isBusy || focusUnreadable(document)) return;
    setIsBusy(true);
    state.visitAll();
    const answer = await check.ask(input);
    const isReady = answer?.problems.length === 0;
    const isSaved = await saver.flush(isReady);
    setIsBusy(false);
    if (isReady && isSaved) {
      state.takeSaved();
      onStep("confirm");
    } else setAttempt((count) => count + 1);
  };
  const done = (id: string) => {
    saver.abandon();
    void navigate({ to: "/applications/$id", params: { id }, search: { step: "sent" }, replace: true });
  };
  const title = sent === null ? texts.title : texts.returnedTitleHead;
  return (
    <ApplyProvider value={apply}>
      <PageHead
        key={step ?? "edit"}
        title={step === "confirm" ? texts.confirmTitle : title}
        lead={step === "confirm" ? texts.confirmLead : texts.lead}
      />
      <Steps label={texts.steps} steps={texts.stepNames} current={step === "confirm" ? 1 : 0} />
      {step === "confirm" ? (
        <Confirm
          saver={saver}
          saving={saving}
          onBack={(part) => {
            focusPart(part);
            onStep(undefined);
          }}
          onSent={done}
        />
      ) : (
        <>
          {sent !== null && <ReturnedReason sent={sent} />}
          <div className="columns apply-columns">
            <PlainForm label={title} onSubmit={() => undefined}>
              <Problems attempt={attempt} />
              <FormParts />
              <div className="form-actions">
                <Button isBusy={isBusy} onClick={() => void toConfirm()}>
                  {texts.toConfirm}
                </Button>
                <DeleteDraft saver={saver} isReturned={sent !== null} onReload={onReload} />
              </div>
            </PlainForm>
            <Summary isBehind={check.answer?.input !== input} isUnreachable={check.isUnreachable}>
              <SavingLine saving={saving} />
            </Summary>
          </div>
          {sent !== null && (
            <ReturnedAftermath
              id={sent.id}
              onDone={() => {
                saver.abandon();
                onReload();
              }}
            />
          )}
        </>
      )}
      <ChangedDialog saver={saver} saving={saving} isReturned={sent !== null} onReload={onReload} />
      <LeaveDialog saver={saver} />
    </ApplyProvider>
  );
}

/** What is wrong, once somebody has tried to go on. */
function Problems({ attempt }: { attempt: number }) {
  const { problems, form } = useApply();
  const texts = useTexts(PROCESS);
  const labelOf = useLabelOf();
  if (attempt === 0) return null;
  const shown = problems.map(({ place, message }) => ({ key: place, label: labelOf(place), message }));
  return (
    <ErrorSummary
      title={texts.problemsTitle(shown.length)}
      problems={shown}
      attempt={attempt}
      onGo={(place) => goTo(place === "contract" && !form.isNewContract ? "contractId" : place)}
    />
  );
}

/** Back from the confirmation, the focus goes to the part that is to be changed. */
function usePartToFocus(step: Step): (part: string) => void {
  const [part, setPart] = useState<string | null>(null);
  useEffect(() => {
    if (step !== undefined || part === null) return;
    const heading = document.getElementById(idOfPart(part));
    heading?.scrollIntoView({ block: "start" });
    heading?.focus({ preventScroll: true });
    setPart(null);
  }, [step, part]);
  return setPart;
}
