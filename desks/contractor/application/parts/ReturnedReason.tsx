import { KIND } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { KINDS, type Sent } from "../form.ts";
import { useLabelOf } from "../labels.ts";
import { placesIn } from "../places.ts";
import { goTo } from "../state.tsx";
import { PROCESS } from "../texts/process.ts";

/** Why the application came back, with the way to what it concerns. */
export function ReturnedReason({ sent }: { sent: Sent }) {
  const texts = useTexts(PROCESS);
  const kinds = useTexts(KIND);
  const returned = KINDS.flatMap((kind) =>
    sent.guarantees.filter((guarantee) => guarantee.kind === kind && guarantee.status === "RETURNED"),
  );
  return (
    <Banner tone="warn" title={texts.returnedTitle}>
      <p>{texts.returnedLead}</p>
      {returned.map((guarantee) => (
        <div key={guarantee.id} className="returned">
          <strong>{kinds[guarantee.kind]}</strong>
          <p className="quote">{guarantee.statusReason}</p>
          <Links reason={guarantee.statusReason ?? ""} kind={guarantee.kind} />
        </div>
      ))}
    </Banner>
  );
}

function Links({ reason, kind }: { reason: string; kind: string }) {
  const texts = useTexts(PROCESS);
  const labelOf = useLabelOf();
  return (
    <p className="row">
      <span className="hint">{texts.goTo}</span>
      {placesIn(reason, kind).map((place) => (
        <Button key={place} look="text" onClick={() => goTo(place)}>
          {place === "files" ? texts.filesPart : labelOf(place)}
        </Button>
      ))}
    </p>
  );
}
