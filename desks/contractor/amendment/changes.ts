/** What the form changes, against the present content. */
import type { ResultOf, VariablesOf } from "../../gql/graphql.ts";
import type { Terms } from "../../shared/terms.ts";
import { formatDay, formatNumber } from "../../shared/typed.ts";
import type { AmendmentSubject, RequestAmendment } from "./operations.ts";
import type { AMENDMENT } from "./texts.ts";

export type Subject = Extract<NonNullable<ResultOf<typeof AmendmentSubject>["node"]>, { __typename: "Guarantee" }>;
export type Input = VariablesOf<typeof RequestAmendment>["input"];
/** Sums and days are null while what is typed is not readable. */
export type Form = {
  amount: number | null;
  expiryDate: string | null;
  projectName: string;
  periodFrom: string | null;
  periodTo: string | null;
  contractPrice: number | null;
};
export type Field = keyof Form;
export const FIELDS: readonly Field[] = [
  "amount",
  "expiryDate",
  "periodFrom",
  "periodTo",
  "contractPrice",
  "projectName",
];

/** The form as it begins: with the present content. */
export function presentOf({ amount, expiryDate, contract }: Subject): Form {
  const { projectName, periodFrom, periodTo, contractPrice } = contract;
  return { amount, expiryDate, projectName, periodFrom, periodTo, contractPrice };
}

/** The fields that differ from the present; only these are sent. */
export function changedFields(present: Form, form: Form): Field[] {
  return FIELDS.filter((field) => form[field] !== null && form[field] !== present[field]);
}

export function changesOf(present: Form, form: Form): Partial<Form> {
  return Object.fromEntries(changedFields(present, form).map((field) => [field, form[field]]));
}

/** The fields without a value: one that is left out means no change, so that an empty one must not be left out. */
export function emptyFields(form: Form): Field[] {
  return FIELDS.filter((field) => form[field] === null || form[field] === "");
}

type Words = (typeof AMENDMENT)["ja"];

export function nameOf(field: Field, texts: Words, terms: Terms): string {
  const names: Record<Field, string> = {
    amount: texts.amount,
    expiryDate: texts.expiry,
    projectName: texts.after(terms.projectName),
    periodFrom: texts.from(terms.period),
    periodTo: texts.to(terms.period),
    contractPrice: texts.after(terms.price),
  };
  return names[field];
}

/** A value as it is read: `20,000,000円`, `2026/03/31`. */
export function show(field: Field, value: Form[Field]): string {
  if (value === null) return "－";
  if (typeof value === "number") return `${formatNumber(value)} 円`;
  return field === "projectName" ? value : formatDay(value);
}
