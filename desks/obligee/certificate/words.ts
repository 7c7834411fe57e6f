/** Words of the certificate beside its values. In Japanese, as the paper is. */
import { termsOf } from "../../shared/terms.ts";

const PRODUCTS: Readonly<Record<string, string>> = {
  ADVANCE_PAYMENT: "前払金保証",
  INTERMEDIATE_ADVANCE_PAYMENT: "中間前払金保証",
  PERFORMANCE: "契約保証",
};

/** The terms for a type of contract. */
export function terms(contractType: string): ReturnType<typeof termsOf> {
  return termsOf(contractType, "ja");
}

export function certificateTitle(kind: string): string {
  return `保証証書（${PRODUCTS[kind] ?? kind}）`;
}

/** `変更－2`; null for a new one. */
export function amendmentMark(amendmentNumber: number): string | null {
  return amendmentNumber > 0 ? `変更－${amendmentNumber}` : null;
}

export const ELECTRONIC_ONLY = "この証書は電子証書です。書面による保証証書は発行しません。";

export function undertaking(generalTerms: string): string {
  return `当会社は、${generalTerms}の定めるところにより、上記の内容をもって保証契約を締結し、被保証者に対しその責に任じます。`;
}

/** The two notes below a certificate. */
export function notes(price: string): readonly string[] {
  return [
    "保証契約の内容を変更したときは、表題の下に「変更－」の文字と変更の回数を示し、変更後の内容を記載します。",
    `変更が${price}のみにとどまる場合は、この保証契約の効力に影響がありませんので、変更の手続は要しません。`,
  ];
}
