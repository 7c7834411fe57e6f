/** The form of an application in the browser: what is typed, and how it is sent. The server's rules decide about it. */
import type { FragmentOf, VariablesOf } from "../../gql/graphql.ts";
import type { DraftForm, SentForm } from "./fragments.ts";
import type { CheckForm } from "./operations.ts";

export const KINDS = ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"] as const;
export type Kind = (typeof KINDS)[number];
export type Input = VariablesOf<typeof CheckForm>["input"];
type Saved = FragmentOf<typeof DraftForm>;
export type Sent = FragmentOf<typeof SentForm>;

/** One guarantee of the form; what was typed stays while it is not asked for. */
export type Block = Required<Omit<Saved["guarantees"][number], "kind" | "__typename" | "depositBank" | "billTo">> & {
  isAsked: boolean;
  depositBank: string;
  billTo: string;
};
export type Member = {
  key: number;
  name: string;
  address: string;
  sharePercent: number | null;
  corporateNumber: string;
};
type SavedContract = NonNullable<Saved["contract"]>;
export type NewContract = Omit<
  SavedContract,
  "__typename" | "projectName" | "jointVentureName" | "jointVentureMembers" | "jointVentureParties"
> & {
  projectName: string;
  isJointVenture: boolean;
  jointVentureName: string;
  members: readonly Member[];
};
export type Form = {
  /** Whether the contract is typed in here, instead of chosen among the registered ones. */
  isNewContract: boolean;
  contractId: string | null;
  contract: NewContract;
  blocks: Readonly<Record<Kind, Block>>;
  submissionBranchId: string | null;
  notifyOnCompletion: boolean | null;
  email: string;
  contactDepartment: string;
  contactTitle: string;
  contactName: string;
  contactTelephone: string;
  message: string;
  currentFiscalYearBase: number | null;
  fiscalYear: number | null;
  paperDelivery: Saved["paperDelivery"];
};

const NO_CONTRACT: NewContract = {
  obligeeId: null,
  projectName: "",
  contractType: "WORKS",
  contractPrice: null,
  contractDate: null,
  tenderNoticeDate: null,
  bidDate: null,
  periodFrom: null,
  periodTo: null,
  advancePaymentPlanned: true,
  lowPriceOrLabourOnly: false,
  isAnother: false,
  contractingOfficerId: null,
  isJointVenture: false,
  jointVentureName: "",
  members: [],
};

const NO_BLOCK: Block = {
  isAsked: false,
  medium: null,
  amount: null,
  depositBank: "",
  redeposit: null,
  recognizedOn: null,
  feePaymentMethod: "MONTHLY_CONSOLIDATED",
  billTo: "",
  billToId: null,
  paperFeeStatement: false,
};

export const EMPTY: Form = {
  isNewContract: true,
  contractId: null,
  contract: NO_CONTRACT,
  blocks: { ADVANCE_PAYMENT: NO_BLOCK, INTERMEDIATE_ADVANCE_PAYMENT: NO_BLOCK, PERFORMANCE: NO_BLOCK },
  submissionBranchId: null,
  notifyOnCompletion: null,
  email: "",
  contactDepartment: "",
  contactTitle: "",
  contactName: "",
  contactTelephone: "",
  message: "",
  currentFiscalYearBase: null,
  fiscalYear: null,
  paperDelivery: null,
};

let lastKey = 0;

export function newMember(member: Partial<Member> = {}): Member {
  lastKey += 1;
  return { name: "", address: "", sharePercent: null, corporateNumber: "", ...member, key: lastKey };
}

const OWN_TEXTS = ["email", "contactDepartment", "contactTitle", "contactName", "contactTelephone"] as const;

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

/** The kinds that are asked for, in the order in which they are sent. */
export function askedKinds(form: Form): Kind[] {
  return KINDS.filter((kind) => form.blocks[kind].isAsked);
}

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
