import { type ReactNode, useEffect, useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { useAct } from "../../shared/useAct.ts";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { ContractSheet } from "./confirm/ContractSheet.tsx";
import { GuaranteeSheets } from "./confirm/GuaranteeSheets.tsx";
import { FilesSheet, SendingSheet } from "./confirm/SendingSheet.tsx";
import { useLabelOf } from "./labels.ts";
import { SendForm } from "./operations.ts";
import { SavingLine } from "./parts/SavingLine.tsx";
import type { Saver, Saving } from "./saver.ts";
import { type PlacedProblem, useApply } from "./state.tsx";
import { PROCESS } from "./texts/process.ts";

type Props = { saver: Saver; saving: Saving; onBack: (part: string) => void; onSent: (id: string) => void };

/** 申込確認: everything as it will stand on the papers, and the sending. */
export function Confirm({ saver, saving, onBack, onSent }: Props) {
  const { problems, sent, contractType } = useApply();
  const texts = useTexts(PROCESS);
  const contract = texts.contractPart(contractType);
  const { run, isBusy, refused } = useAct(SendForm, "ApplicationSubmitted");
  const [isSaving, setIsSaving] = useState(false);
  const send = async () => {
    if (isSaving || isBusy) return;
    setIsSaving(true);
    const isSaved = await saver.flush(true);
    setIsSaving(false);
    const id = saver.id;
    if (!isSaved || id === null) return;
    const result = await run(() => ({ input: { applicationId: id } }));
    if (result?.ok) onSent(id);
  };
  const actions = (part: string, title: string) => (
    <Button look="secondary" onClick={() => onBack(part)} aria-label={texts.mendOf(title)}>
      {texts.mend}
    </Button>
  );
  return (
    <div className="confirm">
      {problems.length > 0 && (
        <Banner tone="warn" title={texts.notReady} action={<ProblemList problems={problems} />} />
      )}
      {refused && (
        <Refused
          message={refused.message}
          payload={refused.payload}
          problems={refused.problems.map(({ message }) => message)}
        />
      )}
      <Part title={contract} actions={sent === null && actions("contract", contract)}>
        <ContractSheet />
      </Part>
      <Part title={texts.guaranteesPart} actions={actions("guarantees", texts.guaranteesPart)}>
        <GuaranteeSheets />
      </Part>
      <Part title={texts.sendingPart} actions={actions("sending", texts.sendingPart)}>
        <SendingSheet />
      </Part>
      <Part title={texts.filesPart} actions={actions("files", texts.filesPart)}>
        <FilesSheet />
      </Part>
      <div className="form-actions">
        <Button isBusy={isBusy || isSaving} disabled={problems.length > 0} onClick={() => void send()}>
          {sent === null ? texts.send : texts.sendAgain}
        </Button>
        <Button look="secondary" onClick={() => onBack("contract")}>
          {texts.back}
        </Button>
        <Button look="text" onClick={() => window.print()}>
          {texts.print}
        </Button>
        <SavingLine saving={saving} />
      </div>
    </div>
  );
}

function Part({ title, actions, children }: { title: string; actions: ReactNode; children: ReactNode }) {
  return (
    <Section title={title} actions={actions}>
      {children}
    </Section>
  );
}

function ProblemList({ problems }: { problems: readonly PlacedProblem[] }) {
  const labelOf = useLabelOf();
  return (
    <ul>
      {problems.map(({ place, message }) => (
        <li key={`${place} ${message}`}>
          {labelOf(place)}：{message}
        </li>
      ))}
    </ul>
  );
}

type RefusedProps = { message: string; problems: readonly string[]; payload: unknown };

/** Why it was not sent; of a contract that looks like a registered one, the two ways on. */
function Refused({ message, problems, payload }: RefusedProps) {
  const { change, changeContract } = useApply();
  const texts = useTexts(PROCESS);
  useEffect(() => {
    window.scrollTo({ top: 0 });
  }, []);
  const registered = registeredOf(payload);
  return (
    <Banner tone="bad" title={registered === null ? message : texts.registeredTitle}>
      {registered === null ? (
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      ) : (
        <>
          <p>{message}</p>
          <div className="row">
            <Button look="secondary" onClick={() => change({ isNewContract: false, contractId: registered })}>
              {texts.useRegistered}
            </Button>
            <Button look="secondary" onClick={() => changeContract({ isAnother: true })}>
              {texts.another}
            </Button>
          </div>
        </>
      )}
    </Banner>
  );
}

function registeredOf(payload: unknown): string | null {
  const told = payload as { __typename?: string; contract?: { id: string } } | undefined;
  return told?.__typename === "ContractAlreadyRegistered" ? (told.contract?.id ?? null) : null;
}
