import { useState } from "react";
import { useTexts } from "../../shared/language.tsx";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { Select } from "../../ui/form/Select.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Dialog } from "../../ui/parts/Dialog.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { SendNotice } from "../guarantee/operations.ts";
import { GUARANTEE } from "../guarantee/texts.ts";
import { currentHandover, type Guarantee } from "../guarantee/types.ts";
import { addressesOf } from "./addresses.ts";
import { HANDOVER } from "./texts.ts";

type Props = { guarantee: Guarantee; onSent: () => void };

/** Hand over by mail to a registered address: chosen, confirmed, told. */
export function SendByMail({ guarantee, onSent }: Props) {
  const texts = useTexts(HANDOVER);
  const addresses = addressesOf(guarantee);
  const [to, setTo] = useState(addresses.length === 1 ? (addresses[0]?.to ?? "") : "");
  const [isAsking, setIsAsking] = useState(false);
  const [isMissing, setIsMissing] = useState(false);
  const [sentTo, setSentTo] = useState<string | null>(null);
  if (addresses.length === 0) return <p>{texts.noAddress}</p>;
  const options = addresses.map((each) => ({ value: each.to, label: `${each.office ?? texts.general}　${each.to}` }));
  const ask = () => (to === "" ? setIsMissing(true) : setIsAsking(true));
  const wasSent = currentHandover(guarantee)?.status === "SENT";
  return (
    <>
      <p>{wasSent ? texts.sendAgainLead : texts.wayTwoLead}</p>
      {sentTo && (
        <Banner tone="good" title={texts.sent(sentTo)}>
          {texts.sentLead}
        </Banner>
      )}
      <Select
        label={texts.to}
        {...(addresses.length > 1 && { empty: texts.choose })}
        options={options}
        value={to}
        problem={isMissing ? texts.missing : null}
        onChange={(chosen) => {
          setTo(chosen);
          setIsMissing(false);
        }}
      />
      <Button look="secondary" onClick={ask}>
        {texts.send}
      </Button>
      {isAsking && (
        <Confirm
          guarantee={guarantee}
          to={to}
          onClose={() => setIsAsking(false)}
          onSent={() => {
            setIsAsking(false);
            setSentTo(to);
            onSent();
          }}
        />
      )}
    </>
  );
}

function Confirm({ guarantee, to, onClose, onSent }: Props & { to: string; onClose: () => void }) {
  const texts = useTexts(HANDOVER);
  const page = useTexts(GUARANTEE);
  const { run, isBusy, refused } = useAct(SendNotice, "NoticeSent");
  const send = async () => {
    const result = await run(() => ({ input: { guaranteeId: guarantee.id, to } }));
    if (result?.ok) onSent();
  };
  const { contract } = guarantee;
  return (
    <Dialog title={texts.confirmTitle} onClose={onClose}>
      <RefusedBanner refused={refused} />
      <p>{texts.confirmLead}</p>
      <Facts
        facts={[
          { name: texts.to, value: to },
          { name: page.obligee, value: contract.contractingOfficer?.title ?? contract.obligee.title },
          { name: page.number, value: guarantee.number },
          { name: texts.subject, value: contract.obligee.noticeSubject },
        ]}
      />
      <div className="form-actions">
        <Button isBusy={isBusy} onClick={() => void send()}>
          {texts.confirm}
        </Button>
        <Button look="secondary" onClick={onClose}>
          {texts.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
