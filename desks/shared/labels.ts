/** Labels of the schema's values. The Japanese ones are those of the papers and pages. */
import type { Texts } from "./language.tsx";

export const GUARANTEE_STATUS: Texts<Record<string, string>> = {
  ja: {
    DRAFT: "作成中",
    SUBMITTED: "申込済",
    UNDER_REVIEW: "審査中",
    RETURNED: "差戻し",
    DECLINED: "謝絶",
    WITHDRAWN: "取下げ",
    APPROVED: "承認済",
    AWAITING_FEE: "入金待ち",
    IN_FORCE: "保証中",
    EXPIRED: "期間満了",
    RELEASED: "保証解除",
    CANCELLED: "取消",
    CLAIMED: "保証金請求中",
    PAID: "保証金支払済",
  },
  en: {
    DRAFT: "Draft",
    SUBMITTED: "Submitted",
    UNDER_REVIEW: "Under review",
    RETURNED: "Returned",
    DECLINED: "Declined",
    WITHDRAWN: "Withdrawn",
    APPROVED: "Approved",
    AWAITING_FEE: "Awaiting fee",
    IN_FORCE: "In force",
    EXPIRED: "Expired",
    RELEASED: "Released",
    CANCELLED: "Cancelled",
    CLAIMED: "Claimed",
    PAID: "Paid",
  },
};

export const HANDOVER_STATUS: Texts<Record<string, string>> = {
  ja: { NOT_SENT: "未提出", SENT: "提出済（未閲覧）", VIEWED: "閲覧済", ACCEPTED: "受理", RETURNED: "返却" },
  en: {
    NOT_SENT: "Not handed over",
    SENT: "Handed over",
    VIEWED: "Viewed",
    ACCEPTED: "Accepted",
    RETURNED: "Returned",
  },
};

export const KIND: Texts<Record<string, string>> = {
  ja: { ADVANCE_PAYMENT: "前払金保証", INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証", PERFORMANCE: "契約保証" },
  en: {
    ADVANCE_PAYMENT: "Advance payment",
    INTERMEDIATE_ADVANCE_PAYMENT: "Intermediate advance payment",
    PERFORMANCE: "Performance",
  },
};

export const MEDIUM: Texts<Record<string, string>> = {
  ja: { ELECTRONIC: "電子保証（認証キーを含む）", PAPER: "証書（紙）" },
  en: { ELECTRONIC: "Electronic (with auth key)", PAPER: "Certificate on paper" },
};

export const CONTRACT_TYPE: Texts<Record<string, string>> = {
  ja: { WORKS: "工事", SERVICES: "業務委託" },
  en: { WORKS: "Works", SERVICES: "Services" },
};

export const PAPER_DELIVERY: Texts<Record<string, string>> = {
  ja: { CONTRACTOR: "申込者へ送付", OBLIGEE: "発注者へ送付", BRANCH: "支店で受取" },
  en: { CONTRACTOR: "Sent to the applicant", OBLIGEE: "Sent to the obligee", BRANCH: "Fetched at the branch" },
};

export const FEE_METHOD: Texts<Record<string, string>> = {
  ja: { MONTHLY_CONSOLIDATED: "一括納付", SINGLE: "都度納付" },
  en: { MONTHLY_CONSOLIDATED: "Monthly", SINGLE: "Singly" },
};

export const HANDOVER_CHANNEL: Texts<Record<string, string>> = {
  ja: { E_CONTRACT_SYSTEM: "電子契約システム", EMAIL: "電子メール", DIRECT: "番号とキーの入力" },
  en: { E_CONTRACT_SYSTEM: "E-contract system", EMAIL: "E-mail", DIRECT: "Number and key typed" },
};

export const AMENDMENT_STATUS: Texts<Record<string, string>> = {
  ja: { OPEN: "依頼中", WITHDRAWN: "取下げ", DECLINED: "お断り", DONE: "変更済" },
  en: { OPEN: "Open", WITHDRAWN: "Withdrawn", DECLINED: "Declined", DONE: "Done" },
};

export const CLAIM_STATUS: Texts<Record<string, string>> = {
  ja: {
    FILED: "受付済",
    UNDER_REVIEW: "審査中",
    ACCEPTED: "支払決定",
    REJECTED: "支払不可",
    PAID: "支払済",
    WITHDRAWN: "取下げ",
  },
  en: {
    FILED: "Filed",
    UNDER_REVIEW: "Under review",
    ACCEPTED: "To be paid",
    REJECTED: "Not to be paid",
    PAID: "Paid",
    WITHDRAWN: "Withdrawn",
  },
};

export const ROLE: Texts<Record<string, string>> = {
  ja: {
    CONTRACTOR: "受注者",
    SURETY: "保証会社",
    OBLIGEE: "発注者",
    E_CONTRACT_SYSTEM: "電子契約システム",
    OPERATOR: "運用者",
  },
  en: {
    CONTRACTOR: "Contractor",
    SURETY: "Surety",
    OBLIGEE: "Obligee",
    E_CONTRACT_SYSTEM: "E-contract system",
    OPERATOR: "Operator",
  },
};
