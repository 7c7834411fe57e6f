/** The form as the server takes it, and where its problems stand. */
import { askedKinds, type Block, type Form, type Input, type Kind, type NewContract, OWN_TEXTS } from "./form.ts";

/**
 * The form as it is sent: only what belongs to what is asked for.
 *
 * After a return what is left out stays as it was sent, so that a text that was removed is sent as an empty one.
 */
export function toInput(form: Form, isReturned: boolean): Input {
  const plain = (text: string) => (text === "" && !isReturned ? null : text);
  const kinds = askedKinds(form);
  const isOnPaper = kinds.some((kind) => form.blocks[kind].medium === "PAPER");
  const isAdvance = kinds.some((kind) => kind !== "PERFORMANCE");
  return {
    contractId: form.isNewContract ? null : form.contractId,
    contract: form.isNewContract ? contractInput(form.contract) : null,
    guarantees: kinds.map((kind) => guaranteeInput(kind, form.blocks[kind], plain)),
    submissionBranchId: form.submissionBranchId,
    notifyOnCompletion: form.notifyOnCompletion,
    ...(Object.fromEntries(OWN_TEXTS.map((name) => [name, plain(form[name])])) as Pick<
      Input,
      (typeof OWN_TEXTS)[number]
    >),
    message: form.message || null,
    currentFiscalYearBase: isAdvance || isReturned ? form.currentFiscalYearBase : null,
    fiscalYear: isAdvance || isReturned ? form.fiscalYear : null,
    paperDelivery: isOnPaper ? form.paperDelivery : null,
  };
}

function contractInput({ isJointVenture, members, ...contract }: NewContract): Input["contract"] {
  return {
    ...contract,
    projectName: contract.projectName || null,
    jointVentureName: (isJointVenture && contract.jointVentureName) || null,
    jointVentureParties: isJointVenture
      ? members.map(({ name, address, sharePercent, corporateNumber }) => ({
          name: name || null,
          address: address || null,
          sharePercent,
          corporateNumber: corporateNumber || null,
        }))
      : null,
  };
}

function guaranteeInput(kind: Kind, block: Block, plain: (text: string) => string | null) {
  const { isAsked: _, depositBank, billTo, ...rest } = block;
  const isAdvance = kind !== "PERFORMANCE";
  return {
    ...rest,
    kind,
    depositBank: isAdvance ? plain(depositBank) : null,
    redeposit: isAdvance ? rest.redeposit : null,
    recognizedOn: kind === "INTERMEDIATE_ADVANCE_PAYMENT" ? rest.recognizedOn : null,
    billTo: rest.billToId === null ? plain(billTo) : null,
  };
}

/** The place of a problem in the form: as the server's path, with a guarantee's kind instead of its index. */
export function placeOf(path: readonly string[], kinds: readonly Kind[]): string {
  const [first, index, ...rest] = path[0] === "draft" ? path.slice(1) : path;
  if (first !== "guarantees" || index === undefined) return [first, index, ...rest].filter(Boolean).join(".");
  return [kinds[Number(index)] ?? "guarantees", ...rest].join(".");
}
