/** A guarantee for tests, as the server answers it. */
import type { Guarantee } from "./types.ts";

type Version = Pick<Guarantee["history"][number], "issuedAt" | "reason" | "amendmentNumber">;
type Event = Pick<Guarantee["handovers"][number]["events"][number], "at" | "kind">;
type Sample = {
  status?: Guarantee["status"];
  medium?: Guarantee["medium"];
  statusReason?: string | null;
  feePaidOn?: string | null;
  submissions?: string[];
  history?: Version[];
  handover?: Guarantee["handovers"][number]["status"];
  handoverReason?: string | null;
  events?: Event[];
  feeStatements?: Guarantee["feeStatements"];
};

const NO_ADDRESSES = { acceptances: [], offices: [] };

export function makeGuarantee(sample: Sample = {}): Guarantee {
  const { status = "IN_FORCE", medium = "ELECTRONIC", handover = "NOT_SENT", events = [] } = sample;
  return {
    __typename: "Guarantee",
    id: "Guarantee_1",
    number: "31073-00001M",
    kind: "ADVANCE_PAYMENT",
    medium,
    paperDelivery: null,
    status,
    statusReason: sample.statusReason ?? null,
    reviewStartedAt: null,
    amount: 20_000_000,
    ratio: 0.4,
    expiryDate: "2027-08-31",
    depositBank: "○○銀行 ××支店",
    redeposit: false,
    recognizedOn: null,
    feePaymentMethod: "SINGLE",
    feePaidOn: sample.feePaidOn ?? null,
    issuedAt: "2026-10-07T01:00:00Z",
    validity: { isValid: true, message: "" },
    handlingBranch: { id: "Branch_1", name: "栃木支店", telephone: "028-000-0000", hours: null },
    contract: contract(),
    application: application(sample.submissions ?? []),
    history: (sample.history ?? []).map((version, index) => ({ ...VERSION, ...version, id: `Certificate_${index}` })),
    handovers: [
      {
        status: handover,
        channel: null,
        sentAt: null,
        viewedAt: null,
        decidedAt: null,
        reason: sample.handoverReason ?? null,
        events: events.map((event) => ({ ...event, channel: null, role: "OBLIGEE", by: "栃木県", mail: null })),
      },
    ],
    receivedNotices: [],
    amendmentRequests: [],
    claims: [],
    feeStatements: sample.feeStatements ?? [],
    keyPresentations: [],
  };
}

const VERSION: Guarantee["history"][number] = {
  id: "",
  status: "CURRENT",
  reason: "NEW",
  amendmentNumber: 0,
  issuedAt: "",
  amount: 20_000_000,
  expiryDate: "2027-08-31",
  periodFrom: "2026-10-06",
  periodTo: "2027-08-31",
};

function contract(): Guarantee["contract"] {
  return {
    id: "Contract_1",
    projectName: "●●●●工事",
    contractType: "WORKS",
    contractPrice: 50_000_000,
    contractDate: "2026-10-06",
    periodFrom: "2026-10-06",
    periodTo: "2027-08-31",
    jointVentureName: null,
    jointVentureMembers: [],
    contractor: { id: "Contractor_1", name: "○○建設 株式会社" },
    contractingOfficer: null,
    obligee: { id: "Obligee_1", name: "栃木県", title: "栃木県知事", noticeSubject: null, ...NO_ADDRESSES },
    guarantees: [],
  };
}

function application(submissions: string[]): Guarantee["application"] {
  return {
    id: "Application_1",
    submittedAt: submissions[0] ?? null,
    unreadMessages: 0,
    submissions: submissions.map((submittedAt) => ({ submittedAt, by: "見本 太郎", reason: null })),
    submissionBranch: { id: "Branch_1", name: "栃木支店", telephone: "028-000-0000", hours: null },
    messages: [],
  };
}
