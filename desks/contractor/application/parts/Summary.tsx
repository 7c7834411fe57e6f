import type { ReactNode } from "react";
import { KIND, MEDIUM } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { formatNumber } from "../../../shared/typed.ts";
import { UI } from "../../../ui/texts.ts";
import { askedKinds } from "../form.ts";
import { useApply } from "../state.tsx";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";
import { percent } from "./AmountField.tsx";

type Props = { isBehind: boolean; isUnreachable: boolean; children: ReactNode };

/** What the form amounts to so far, beside it. */
export function Summary({ isBehind, isUnreachable, children }: Props) {
  const { form, problems } = useApply();
  const texts = useTexts(PROCESS);
  const kinds = askedKinds(form);
  const state = () => {
    if (isUnreachable) return texts.notChecked;
    if (isBehind) return texts.checking;
    return problems.length === 0 ? texts.complete : texts.open(problems.length);
  };
  return (
    <aside className="apply-summary card" aria-label={texts.summary}>
      <h2>{texts.summary}</h2>
      {form.contract.projectName && form.isNewContract && <p className="apply-project">{form.contract.projectName}</p>}
      {kinds.length === 0 && <p className="hint">{texts.nothingAsked}</p>}
      {kinds.map((kind) => (
        <Guarantee key={kind} kind={kind} />
      ))}
      <p className={problems.length === 0 ? "apply-state" : "apply-state open"} role="status">
        {state()}
      </p>
      {children}
    </aside>
  );
}

function Guarantee({ kind }: { kind: ReturnType<typeof askedKinds>[number] }) {
  const { form, checks } = useApply();
  const texts = useTexts(FORM);
  const kinds = useTexts(KIND);
  const media = useTexts(MEDIUM);
  const { yen } = useTexts(UI);
  const { amount, medium } = form.blocks[kind];
  const check = checks[kind];
  return (
    <div className="apply-guarantee">
      <p>
        <strong>{kinds[kind]}</strong> <span className="hint">{medium === null ? "" : media[medium]}</span>
      </p>
      <p className="sum">
        {amount === null ? "－" : `${formatNumber(amount)} ${yen}`}
        {check?.ratio != null && <span className="hint">　{percent(check.ratio)}</span>}
      </p>
      {check?.fee != null && (
        <p className="hint sum">
          {texts.fee} {formatNumber(check.fee.fee)} {yen}
        </p>
      )}
    </div>
  );
}
