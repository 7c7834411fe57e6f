/** Labels of the schema's values that only this desk shows. */
import type { Texts } from "../shared/language.tsx";

export const INVALIDITY: Texts<Record<string, string>> = {
  ja: {
    NOT_ISSUED: "未発行",
    SUPERSEDED: "変更済",
    CORRECTED: "訂正済",
    CANCELLED: "取消",
    EXPIRED: "期限経過",
    RELEASED: "解除",
    PAID_OUT: "支払済",
    ON_PAPER: "証書（紙）",
  },
  en: {
    NOT_ISSUED: "Not issued",
    SUPERSEDED: "Superseded",
    CORRECTED: "Corrected",
    CANCELLED: "Cancelled",
    EXPIRED: "Expired",
    RELEASED: "Released",
    PAID_OUT: "Paid",
    ON_PAPER: "On paper",
  },
};

/** The date of a contract that decides whether electronic guarantees are accepted. */
export const BASIS: Texts<Record<string, string>> = {
  ja: { CONTRACT_DATE: "契約日", TENDER_NOTICE_DATE: "入札公告日", BID_DATE: "入札日" },
  en: { CONTRACT_DATE: "Contract date", TENDER_NOTICE_DATE: "Tender notice date", BID_DATE: "Bid date" },
};
