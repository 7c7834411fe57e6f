import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { KINDS, type Kind } from "./form.ts";
import { useApply } from "./state.tsx";
import { FIELDS } from "./texts/fields.ts";
import { FORM } from "./texts/form.ts";
import { PROCESS } from "./texts/process.ts";

/** What stands at a place of the form, in words: for the summary of problems. */
export function useLabelOf(): (place: string) => string {
  const { terms, contractType } = useApply();
  const fields = useTexts(FIELDS);
  const kinds = useTexts(KIND);
  const form = useTexts(FORM);
  const process = useTexts(PROCESS);
  const ofTerms: Record<string, string> = {
    projectName: terms.projectName,
    contractPrice: terms.price,
    contractDate: terms.contractDate,
    periodFrom: form.periodFrom(terms.period),
    periodTo: form.periodTo(terms.period),
  };
  return (place) => {
    const [first = "", ...rest] = place.split(".");
    const last = rest.at(-1) ?? first;
    const product = KINDS.includes(first as Kind) ? kinds[first] : undefined;
    const index = first === "contract" && rest.length > 2 ? `${Number(rest[1]) + 1}：` : "";
    const name = ofTerms[last] ?? fields[last] ?? product ?? process.contractPart(contractType);
    return product === undefined || name === product ? `${index}${name}` : `${product}：${name}`;
  };
}
