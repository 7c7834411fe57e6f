import type { ReactNode } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { Attachments } from "../files/Attachments.tsx";
import { idOf, useApply } from "../state.tsx";
import { PROCESS } from "../texts/process.ts";
import { ContractPart } from "./ContractPart.tsx";
import { GuaranteesPart } from "./GuaranteesPart.tsx";
import { SendingPart } from "./SendingPart.tsx";

export function idOfPart(part: string): string {
  return `part-${part}`;
}

/** The parts of the form, in the order of the paper. */
export function FormParts() {
  const { id, ensureId, contractType } = useApply();
  const texts = useTexts(PROCESS);
  return (
    <>
      <Part name="contract" title={texts.contractPart(contractType)}>
        <ContractPart />
      </Part>
      <Part name="guarantees" title={texts.guaranteesPart}>
        <GuaranteesPart />
      </Part>
      <Part name="sending" title={texts.sendingPart}>
        <SendingPart />
      </Part>
      <Part name="files" title={texts.filesPart}>
        <div id={idOf("files")} tabIndex={-1} className="place">
          <Attachments id={id} ensureId={ensureId} canAdd />
        </div>
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
