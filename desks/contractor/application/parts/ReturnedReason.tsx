import { KIND } from "../../../shared/labels.ts";
import { useTexts } from "../../../shared/language.tsx";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { KINDS, type Sent } from "../form.ts";
import { useLabelOf } from "../labels.ts";
import { goTo } from "../state.tsx";
import { PROCESS } from "../texts/process.ts";

/** Words of a reason, and the field of a guarantee (`.`) or of the form that they mean. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/保証金額|前払金額|限度|上限|下限|割合/, ".amount"],
  [/預託|金融機関|銀行/, ".depositBank"],
  [/再預託/, ".redeposit"],
  [/認定/, ".recognizedOn"],
  [/支払方法|一括納付|都度納付/, ".feePaymentMethod"],
  [/請求先/, ".billTo"],
  [/対象額/, "currentFiscalYearBase"],
  [/年度(?!対象額)/, "fiscalYear"],
  [/送信先/, "submissionBranchId"],
  [/証書受取|送付/, "paperDelivery"],
  [/メール|アドレス/, "email"],
  [/部署/, "contactDepartment"],
  [/役職/, "contactTitle"],
  [/担当者/, "contactName"],
  [/電話/, "contactTelephone"],
  [/添付|写し|書類|ファイル/, "files"],
];

/** The places of the form that a reason speaks of, most likely. */
export function placesIn(reason: string, kind: string): string[] {
  const found = WORDS.filter(([words]) => words.test(reason)).map(([, place]) =>
    place.startsWith(".") ? `${kind}${place}` : place,
  );
  return found.length > 0 ? found : [kind];
}

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
