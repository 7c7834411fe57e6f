/** The words for a contract differ between works (工事) and services (業務委託); without a type both are named. */
import type { Texts } from "./language.tsx";

export type Terms = { projectName: string; period: string; price: string; contract: string; contractDate: string };
type ContractType = "WORKS" | "SERVICES";

const TERMS: Texts<Record<ContractType | "BOTH", Terms>> = {
  ja: {
    WORKS: {
      projectName: "工事名",
      period: "工期",
      price: "請負金額",
      contract: "請負契約",
      contractDate: "請負契約日",
    },
    SERVICES: {
      projectName: "業務名",
      period: "履行期間",
      price: "業務委託料",
      contract: "業務委託契約",
      contractDate: "契約日",
    },
    BOTH: {
      projectName: "工事名・業務名",
      period: "工期・履行期間",
      price: "請負金額・業務委託料",
      contract: "契約",
      contractDate: "契約日",
    },
  },
  en: {
    WORKS: {
      projectName: "Name of the works",
      period: "Construction period",
      price: "Contract price",
      contract: "Works contract",
      contractDate: "Date of contract",
    },
    SERVICES: {
      projectName: "Name of the services",
      period: "Period of services",
      price: "Service fee",
      contract: "Service contract",
      contractDate: "Date of contract",
    },
    BOTH: {
      projectName: "Name of the project",
      period: "Period",
      price: "Contract price",
      contract: "Contract",
      contractDate: "Date of contract",
    },
  },
};

/** The words for contracts of this type, as `trade_terms.py` has them for the papers. */
export function termsOf(type: string | null | undefined, language: "ja" | "en"): Terms {
  const terms = TERMS[language];
  return type === "WORKS" || type === "SERVICES" ? terms[type] : terms.BOTH;
}
