import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { useTexts } from "../../shared/language.tsx";
import { today } from "../../shared/typed.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { useMayAct } from "../useMayAct.ts";
import { useWritten } from "../useWritten.ts";
import { RulesForm } from "./RulesForm.tsx";
import { RulesView } from "./RulesView.tsx";
import type { Obligee, Rules } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Props = { obligee: Obligee; onChanged: () => void };

/** The rules in force, those to come, and those of before; administrators set new ones. */
export function RulesTab({ obligee, onChanged }: Props) {
  const { day } = useWritten();
  const texts = useTexts(SETTINGS_TEXTS);
  const { isAdministrator } = useMayAct();
  const [isEditing, setIsEditing] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const every = obligee.rules.edges.map((edge) => edge.node);
  const last = every[0];
  if (isEditing && last) {
    return (
      <RulesForm
        obligee={obligee}
        last={last}
        onClose={() => setIsEditing(false)}
        onSaved={(day) => {
          setIsEditing(false);
          setSaved(day);
          onChanged();
        }}
      />
    );
  }
  return (
    <>
      {saved && <DoneBanner title={texts.saved(day(saved))} />}
      {isAdministrator ? (
        <Button
          onClick={() => {
            setSaved(null);
            setIsEditing(true);
          }}
        >
          {texts.edit}
        </Button>
      ) : (
        <p className="hint">{texts.onlyAdministrators}</p>
      )}
      <Standing every={every} />
    </>
  );
}

function Standing({ every }: { every: readonly Rules[] }) {
  const { day } = useWritten();
  const texts = useTexts(SETTINGS_TEXTS);
  const now = today();
  const holding = every.filter((rules) => !rules.isReplaced && (rules.validTo === null || rules.validTo >= now));
  const past = every.filter((rules) => !holding.includes(rules));
  return (
    <>
      {holding.toReversed().map((rules) => (
        <Section key={rules.id} title={rules.validFrom <= now ? texts.inForce : texts.toCome(day(rules.validFrom))}>
          <RulesView rules={rules} />
        </Section>
      ))}
      {past.length > 0 && (
        <Section title={texts.past}>
          {past.map((rules) => (
            <details key={rules.id}>
              <summary>
                {day(rules.validFrom)}～{rules.validTo && day(rules.validTo)}{" "}
                {rules.isReplaced && <StatusTag tone="quiet">{texts.replaced}</StatusTag>}
              </summary>
              <RulesView rules={rules} />
            </details>
          ))}
        </Section>
      )}
    </>
  );
}
