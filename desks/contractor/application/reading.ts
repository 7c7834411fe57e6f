/** The form of an application that was saved, or that was sent and came back. */
import {
  type Block,
  EMPTY,
  type Form,
  type Kind,
  type Member,
  type NewContract,
  NO_CONTRACT,
  newMember,
  OWN_TEXTS,
  type Saved,
  type SavedContract,
  type Sent,
} from "./form.ts";

function texts<Name extends string>(names: readonly Name[], from: { [name in Name]: string | null }) {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? ""])) as Record<Name, string>;
}

/** The form of a draft, or of an application with returned guarantees that was changed before. */
export function fromDraft(saved: Saved): Form {
  const { submissionBranchId, notifyOnCompletion, currentFiscalYearBase, fiscalYear, paperDelivery } = saved;
  return {
    isNewContract: saved.contractId === null,
    contractId: saved.contractId,
    contract: saved.contract === null ? NO_CONTRACT : contractOf(saved.contract),
    blocks: blocksOf(saved.guarantees),
    ...{ submissionBranchId, notifyOnCompletion, currentFiscalYearBase, fiscalYear, paperDelivery },
    ...texts(OWN_TEXTS, saved),
    message: saved.message ?? "",
  };
}

const CONTRACT_PARTS = [
  "obligeeId",
  "contractType",
  "contractPrice",
  "contractDate",
  "tenderNoticeDate",
  "bidDate",
  "periodFrom",
  "periodTo",
  "advancePaymentPlanned",
  "lowPriceOrLabourOnly",
  "isAnother",
  "contractingOfficerId",
] as const;
const BLOCK_PARTS = [
  "medium",
  "amount",
  "redeposit",
  "recognizedOn",
  "feePaymentMethod",
  "billToId",
  "paperFeeStatement",
] as const;

/** Only these parts: what is read has more than an input may have. */
function pick<T, Name extends keyof T>(from: T, names: readonly Name[]): Pick<T, Name> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, Name>;
}

function contractOf(saved: SavedContract): NewContract {
  const { jointVentureName, jointVentureMembers, jointVentureParties, projectName } = saved;
  const named =
    jointVentureParties.length > 0 ? jointVentureParties : (jointVentureMembers ?? []).map((name) => ({ name }));
  return {
    ...pick(saved, CONTRACT_PARTS),
    projectName: projectName ?? "",
    jointVentureName: jointVentureName ?? "",
    isJointVenture: jointVentureName !== null || named.length > 0,
    members: named.map((member) => newMember(memberOf(member))),
  };
}

type SavedMember = Partial<SavedContract["jointVentureParties"][number]>;

function memberOf({ name, address, sharePercent, corporateNumber }: SavedMember): Omit<Member, "key"> {
  return {
    name: name ?? "",
    address: address ?? "",
    sharePercent: sharePercent ?? null,
    corporateNumber: corporateNumber ?? "",
  };
}

function blocksOf(saved: Saved["guarantees"]): Form["blocks"] {
  const blocks: Record<Kind, Block> = { ...EMPTY.blocks };
  for (const block of saved) {
    if (block.kind === null) continue;
    blocks[block.kind] = {
      ...pick(block, BLOCK_PARTS),
      isAsked: true,
      depositBank: block.depositBank ?? "",
      billTo: block.billTo ?? "",
    };
  }
  return blocks;
}

/** The form of an application that came back: what was sent, of the returned guarantees. */
export function fromSent(sent: Sent): Form {
  const returned = sent.guarantees.filter((guarantee) => guarantee.status === "RETURNED");
  const blocks = blocksOf(returned.map((guarantee) => ({ ...guarantee, billToId: null })));
  return {
    ...EMPTY,
    isNewContract: false,
    contractId: sent.contract.id,
    blocks,
    submissionBranchId: sent.submissionBranch.id,
    notifyOnCompletion: sent.notifyOnCompletion,
    ...texts(OWN_TEXTS, sent),
    currentFiscalYearBase: sent.currentFiscalYearBase,
    fiscalYear: sent.fiscalYear,
    paperDelivery: returned.find((guarantee) => guarantee.medium === "PAPER")?.paperDelivery ?? null,
  };
}
