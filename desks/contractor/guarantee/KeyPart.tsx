import { useState } from "react";
import { useClient } from "urql";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Copy } from "../../ui/parts/Copy.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { GuaranteeKey, GuaranteeNoticeFile } from "./operations.ts";
import { GUARANTEE } from "./texts.ts";

/** 認証キー: read from the server on the click only, because every reading is recorded. */
export function KeyPart({ guaranteeId, isLead }: { guaranteeId: string; isLead: boolean }) {
  const texts = useTexts(GUARANTEE);
  return (
    <Section anchor="key" title={texts.keyTitle}>
      <div className="card stack">
        {isLead ? (
          <>
            <p>{texts.keyLead}</p>
            <Key guaranteeId={guaranteeId} />
            <p>{texts.noticeLead}</p>
            <NoticeButton guaranteeId={guaranteeId} />
          </>
        ) : (
          <p>{texts.keyNone}</p>
        )}
      </div>
    </Section>
  );
}

export function NoticeButton({ guaranteeId, look }: { guaranteeId: string; look?: "primary" | "secondary" }) {
  const texts = useTexts(GUARANTEE);
  return (
    <FileButton look={look ?? "secondary"} query={GuaranteeNoticeFile} variables={{ id: guaranteeId }} of={ofNotice}>
      {texts.notice}
    </FileButton>
  );
}

type File = { url: string; filename: string; state: string; retryAfter: number | null };

function ofNotice({
  node,
}: {
  node: { __typename: string } | { __typename: "Guarantee"; keyNotice: File | null } | null;
}) {
  return node !== null && "keyNotice" in node ? node.keyNotice : null;
}

function Key({ guaranteeId }: { guaranteeId: string }) {
  const texts = useTexts(GUARANTEE);
  const client = useClient();
  const [key, setKey] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [isFailed, setIsFailed] = useState(false);
  const show = async () => {
    setIsBusy(true);
    const asked = client.query(GuaranteeKey, { id: guaranteeId }, { requestPolicy: "network-only" });
    const { data } = await asked.toPromise();
    const read = data?.node?.__typename === "Guarantee" ? data.node.authKey : null;
    setKey(read);
    setIsFailed(read === null);
    setIsBusy(false);
  };
  return (
    <>
      <div className="key-box">
        <output className="secret" aria-label={texts.keyTitle}>
          {key ?? <span aria-hidden="true">{texts.keyHidden}</span>}
        </output>
        {key === null ? (
          <Button look="secondary" isBusy={isBusy} onClick={() => void show()}>
            {texts.keyShow}
          </Button>
        ) : (
          <>
            <Copy text={key} label={texts.keyCopy} />
            <Button look="text" onClick={() => setKey(null)}>
              {texts.keyHide}
            </Button>
          </>
        )}
      </div>
      <p className="hint">{texts.keyAudited}</p>
      {isFailed && (
        <p className="problem" role="alert">
          {texts.keyFailed}
        </p>
      )}
    </>
  );
}
