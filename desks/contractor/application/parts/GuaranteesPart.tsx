import { KIND, MEDIUM } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { Checkbox } from "../../../ui/form/Checkbox.tsx";
import { KINDS, type Kind } from "../form.ts";
import { useApply } from "../state.tsx";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";
import { GuaranteeFields } from "./GuaranteeFields.tsx";
import { Place } from "./Place.tsx";

/** 保証の申込内容: a block for each product. After a return only what came back. */
export function GuaranteesPart() {
  const { sent, form } = useApply();
  const kinds = sent === null ? KINDS : KINDS.filter((kind) => form.blocks[kind].isAsked);
  return (
    <>
      <Place name="guarantees">{(problem) => problem && <p className="problem">{problem}</p>}</Place>
      {kinds.map((kind) => (
        <BlockOf key={kind} kind={kind} />
      ))}
    </>
  );
}

function BlockOf({ kind }: { kind: Kind }) {
  const { form, changeBlock, sent } = useApply();
  const texts = useTexts(FORM);
  const kinds = useTexts(KIND);
  const product = kinds[kind] ?? kind;
  const block = form.blocks[kind];
  return (
    <section className={block.isAsked ? "card block is-on" : "card block"} aria-label={product}>
      <Place name={kind} also={[`${kind}.kind`]}>
        {(problem) => (
          <>
            {sent === null ? (
              <div className="block-head">
                <Checkbox
                  label={texts.apply(product)}
                  checked={block.isAsked}
                  onChange={(isAsked) => changeBlock(kind, { isAsked })}
                />
              </div>
            ) : (
              <h3>{product}</h3>
            )}
            {problem && <p className="problem">{problem}</p>}
          </>
        )}
      </Place>
      {block.isAsked && (
        <GuaranteeFields kind={kind} fixedMedium={sent === null ? null : <FixedMedium kind={kind} />} />
      )}
    </section>
  );
}

function FixedMedium({ kind }: { kind: Kind }) {
  const { form } = useApply();
  const media = useTexts(MEDIUM);
  const process = useTexts(PROCESS);
  const { medium } = form.blocks[kind];
  return (
    <p>
      <strong>{medium === null ? "" : media[medium]}</strong> <span className="hint">{process.fixedMedium}</span>
    </p>
  );
}
