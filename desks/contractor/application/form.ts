/** The form of an application in the browser: what is typed, and how it is sent. The server's rules decide about it. */
import type { FragmentOf, VariablesOf } from "../../gql/graphql.ts";
import type { DraftForm, SentForm } from "./fragments.ts";
import type { CheckForm } from "./operations.ts";

export const KINDS = ["ADVANCE_PAYMENT", "INTERMEDIATE_ADVANCE_PAYMENT", "PERFORMANCE"] as const;
export type Kind = (typeof KINDS)[number];
export type Input = VariablesOf<typeof CheckForm>["input"];
export type Saved = FragmentOf<typeof DraftForm>;
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
export type SavedContract = NonNullable<Saved["contract"]>;
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

export const NO_CONTRACT: NewContract = {
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

/** Texts of the form itself. */
export const OWN_TEXTS = ["email", "contactDepartment", "contactTitle", "contactName", "contactTelephone"] as const;

/** The kinds that are asked for, in the order in which they are sent. */
export function askedKinds(form: Form): Kind[] {
  return KINDS.filter((kind) => form.blocks[kind].isAsked);
}
