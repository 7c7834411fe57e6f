import type { ReactNode } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { Attachments } from "../files/Attachments.tsx";
import { useApply } from "../state.tsx";
import { PROCESS } from "../texts/process.ts";
import { ContractPart } from "./ContractPart.tsx";
import { GuaranteesPart } from "./GuaranteesPart.tsx";
import { SendingPart } from "./SendingPart.tsx";

export function idOfPart(part: string): string {
  return `part-${part}`;
}

/** The parts of the form, in the order of the paper. */
export function FormParts() {
  const { id, ensureId } = useApply();
  const texts = useTexts(PROCESS);
  return (
    <>
      <Part name="contract" title={texts.contractPart}>
        <ContractPart />
      </Part>
      <Part name="guarantees" title={texts.guaranteesPart}>
        <GuaranteesPart />
      </Part>
      <Part name="sending" title={texts.sendingPart}>
        <SendingPart />
      </Part>
      <Part name="files" title={texts.filesPart}>
        <Attachments id={id} ensureId={ensureId} canAdd />
      </Part>
    </>
  );
}

function Part({ name, title, children }: { name: string; title: string; children: ReactNode }) {
  return (
    <section className="section" aria-labelledby={idOfPart(name)}>
      <div className="section-head">
        <h2 id={idOfPart(name)} tabIndex={-1}>
          {title}
        </h2>
      </div>
      {children}
    </section>
  );
}
