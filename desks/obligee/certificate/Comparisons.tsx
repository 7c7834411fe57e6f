import { useLanguage, useTexts } from "../../shared/language.tsx";
import { termsOf } from "../../shared/terms.ts";
import { CERTIFICATE, DIFFERENCE } from "./texts.ts";
import type { Comparison } from "./types.ts";

type Props = { comparisons: readonly Comparison[]; contractType: string };

/** The result of the comparison, field by field. */
export function Comparisons({ comparisons, contractType }: Props) {
  const texts = useTexts(CERTIFICATE);
  const differences = useTexts(DIFFERENCE);
  const { language } = useLanguage();
  const labels = termsOf(contractType, language);
  const names: Readonly<Record<string, string>> = {
    principalName: texts.principalName,
    obligeeTitle: texts.obligeeTitle,
    minimumAmount: texts.amount,
    projectName: labels.projectName,
    contractPrice: labels.price,
    contractDate: labels.contractDate,
    periodTo: `${labels.period}${texts.periodEnd}`,
  };
  const different = comparisons.filter((one) => !one.matches).length;
  const summary = different > 0 ? texts.someDiffer(different) : texts.allMatch;
  return (
    <>
      <p role="status" className={different > 0 ? "problem" : "hint"}>
        {comparisons.length === 0 ? texts.noFields : summary}
      </p>
      <ul className="comparison">
        {comparisons.map((one) => (
          <li key={one.field} className={one.matches ? undefined : "differs"}>
            <div className="comparison-head">
              <span>{names[one.field] ?? one.field}</span>
              <span>{differences[one.difference] ?? one.difference}</span>
            </div>
            {one.difference !== "NONE" && (
              <dl className="comparison-values">
                <dt>{texts.expected}</dt>
                <dd>{one.expected}</dd>
                <dt>{texts.actual}</dt>
                <dd>{one.actual}</dd>
              </dl>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
