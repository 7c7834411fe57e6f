import { useState } from "react";
import type { Refused } from "../../gql/outcomes.ts";
import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { missingIn } from "../../shared/missing.ts";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { COMMON } from "../../shared/texts.ts";
import { useAct } from "../../shared/useAct.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Dialog } from "../../ui/parts/Dialog.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { KeyField } from "../KeyField.tsx";
import { keyOf, rememberKey } from "../keys.ts";
import { useWritten } from "../useWritten.ts";
import { AcceptCertificate, ReturnCertificate } from "./operations.ts";
import { CERTIFICATE } from "./texts.ts";
import type { Certificate } from "./types.ts";

type Props = {
  act: "accept" | "return";
  certificate: Certificate;
  /** How many fields differ from the expected contract. */
  differences: number;
  onClose: () => void;
  onDone: (message: string) => void;
};

/** Asks once more before the decision, because it cannot be taken back. */
export function DecisionDialog({ act, certificate, differences, onClose, onDone }: Props) {
  const texts = useTexts(CERTIFICATE);
  const common = useTexts(COMMON);
  const number = certificate.guaranteeNumber;
  const [key, setKey] = useState(keyOf(number) ?? "");
  const [reason, setReason] = useState("");
  const accepting = useAct(AcceptCertificate, "CertificateAccepted");
  const returning = useAct(ReturnCertificate, "CertificateReturned");
  const isAccepting = act === "accept";
  const { refused: told, isBusy } = isAccepting ? accepting : returning;
  const [missing, setMissing] = useState<Refused | null>(null);
  const refused = missing ?? told;
  const submit = async () => {
    const found = missingIn({ ...(!isAccepting && { reason }), authKey: key }, common);
    setMissing(found);
    if (found !== null) return;
    const input = { guaranteeNumber: number, authKey: key };
    const result = isAccepting
      ? await accepting.run(() => ({ input }))
      : await returning.run(() => ({ input: { ...input, reason } }));
    if (!result?.ok) return;
    rememberKey(number, key);
    onDone(isAccepting ? texts.acceptedNow : texts.returnedNow);
  };
  const keyProblem =
    problemOf(refused, "authKey") ?? (refused?.code === "CertificateNotAvailable" ? refused.message : null);
  return (
    <Dialog title={isAccepting ? texts.acceptTitle : texts.returnTitle} onClose={onClose}>
      <p>{isAccepting ? texts.acceptLead : texts.returnLead}</p>
      <What certificate={certificate} />
      {isAccepting && differences > 0 && <Banner tone="warn" title={texts.acceptDiffers(differences)} />}
      <RefusedBanner refused={refused} fields={["reason", "authKey"]} />
      <Form onSubmit={() => void submit()}>
        {!isAccepting && (
          <TextArea
            label={texts.reason}
            hint={texts.reasonHint}
            required
            problem={problemOf(refused, "reason")}
            value={reason}
            onChange={setReason}
          />
        )}
        <KeyField number={number} value={key} problem={keyProblem} onChange={setKey} />
        <div className="form-actions">
          <Button type="submit" look={isAccepting ? "primary" : "danger"} isBusy={isBusy}>
            {isAccepting ? texts.accept : texts.giveBack}
          </Button>
          <Button look="text" onClick={onClose}>
            {texts.cancel}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function What({ certificate }: { certificate: Certificate }) {
  const { yen } = useWritten();
  const texts = useTexts(CERTIFICATE);
  const kinds = useTexts(KIND);
  return (
    <Facts
      facts={[
        { name: texts.what, value: `${certificate.guaranteeNumber} ${kinds[certificate.kind] ?? certificate.kind}` },
        { name: texts.principalName, value: certificate.jointVentureName ?? certificate.principalName },
        { name: texts.amount, value: yen(certificate.amount) },
      ]}
    />
  );
}
