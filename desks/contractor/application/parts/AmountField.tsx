import { KIND } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { formatNumber } from "../../../shared/typed.ts";
import { MoneyField } from "../../../ui/form/MoneyField.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { UI } from "../../../ui/texts.ts";
import type { Kind } from "../form.ts";
import { useApply } from "../state.tsx";
import { FORM } from "../texts/form.ts";
import type { GuaranteeCheck } from "../useCheck.ts";
import { Place } from "./Place.tsx";

/** `40.0%` */
export function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)}%`;
}

/** 保証金額 with its ratio, its limit and what it would cost: what the server makes of it while it is typed. */
export function AmountField({ kind }: { kind: Kind }) {
  const { form, changeBlock, checks } = useApply();
  const texts = useTexts(FORM);
  const product = useTexts(KIND)[kind] ?? kind;
  const check = checks[kind];
  return (
    <Place name={`${kind}.amount`}>
      {(problem) => (
        <div className="amount">
          <MoneyField
            label={texts.amountOf(product)}
            required
            problem={problem}
            value={form.blocks[kind].amount}
            onChange={(amount) => changeBlock(kind, { amount })}
          />
          <Told check={check} onTake={(amount) => changeBlock(kind, { amount })} />
        </div>
      )}
    </Place>
  );
}

type ToldProps = { check: GuaranteeCheck | undefined; onTake: (amount: number) => void };

function Told({ check, onTake }: ToldProps) {
  const { form, terms } = useApply();
  const texts = useTexts(FORM);
  const { yen } = useTexts(UI);
  const isOfBase = check?.kind !== "PERFORMANCE" && form.currentFiscalYearBase !== null;
  return (
    <dl className="told" aria-live="polite">
      <div>
        <dt>{isOfBase ? texts.ratioOfBase : texts.ratioOfPrice(terms.price)}</dt>
        <dd>{check?.ratio == null ? "－" : percent(check.ratio)}</dd>
      </div>
      {check?.limit != null && <Bound name={texts.limit} sum={check.limit} take={texts.useLimit} onTake={onTake} />}
      {check?.minimum != null && (
        <Bound name={texts.minimum} sum={check.minimum} take={texts.useMinimum} onTake={onTake} />
      )}
      <div>
        <dt>{texts.fee}</dt>
        <dd>
          {check?.fee == null ? (
            "－"
          ) : (
            <>
              {formatNumber(check.fee.fee)} {yen}
              <details>
                <summary>{texts.feeLines}</summary>
                <ul>
                  {check.fee.lines.map((line) => (
                    <li key={line.description}>
                      {line.description}：{formatNumber(line.amount)} {yen}
                    </li>
                  ))}
                </ul>
                <p className="hint">
                  {texts.feeHint}
                  {check.fee.isSample && ` ${texts.sampleRates}`}
                </p>
              </details>
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

type BoundProps = { name: string; sum: number; take: string; onTake: (amount: number) => void };

function Bound({ name, sum, take, onTake }: BoundProps) {
  const { yen } = useTexts(UI);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {formatNumber(sum)} {yen}
        {sum > 0 && (
          <Button look="text" onClick={() => onTake(sum)}>
            {take}
          </Button>
        )}
      </dd>
    </div>
  );
}
