import { useState } from "react";
import type { ResultOf } from "../../gql/graphql.ts";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { useAct } from "../../shared/useAct.ts";
import { FileDrop } from "../../ui/form/FileDrop.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { useMayAct } from "../useMayAct.ts";
import { AttachToClaim, ClaimAttachment, DetachFromClaim } from "./operations.ts";
import { CLAIM } from "./texts.ts";
import { type Claim, isOpen } from "./types.ts";

type Props = { claim: Claim; onChanged: () => void };

/** Files of both sides. Own ones can be taken back until the other side has opened them; the server knows. */
export function Attachments({ claim, onChanged }: Props) {
  const texts = useTexts(CLAIM);
  const { mayAct } = useMayAct();
  const mayChange = mayAct && isOpen(claim);
  const [told, setTold] = useState("");
  const removing = useAct(DetachFromClaim, "AttachmentRemoved");
  const remove = async (attachmentId: string) => {
    const result = await removing.run(() => ({ input: { attachmentId } }));
    setTold(result?.ok ? texts.removed : "");
    onChanged();
  };
  return (
    <Section title={texts.attachments}>
      <p className="hint no-print">{texts.attachmentsLead}</p>
      {claim.attachments.length === 0 && <p>{texts.noAttachments}</p>}
      <RefusedBanner refused={removing.refused} />
      <ul>
        {claim.attachments.map((one) => (
          <li key={one.id}>
            <FileButton query={ClaimAttachment} variables={{ id: one.id }} of={fileOf} look="text">
              {one.filename}
            </FileButton>{" "}
            {one.description}{" "}
            <span className="hint">
              {one.by === "SURETY" ? texts.surety : texts.ours} {formatMoment(one.uploadedAt)}
            </span>
            {mayChange && one.by !== "SURETY" && (
              <Button
                look="text"
                isBusy={removing.isBusy}
                aria-label={texts.removeOf(one.filename)}
                onClick={() => void remove(one.id)}
              >
                {texts.remove}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status">{told}</p>
      {mayChange && <Add claim={claim} onChanged={onChanged} />}
    </Section>
  );
}

function fileOf(data: ResultOf<typeof ClaimAttachment>) {
  return data.node?.__typename === "Attachment" ? data.node : null;
}

function Add({ claim, onChanged }: Props) {
  const texts = useTexts(CLAIM);
  const [description, setDescription] = useState("");
  const [told, setTold] = useState("");
  const { run, isBusy, refused } = useAct(AttachToClaim, "AttachmentAdded");
  const add = async (file: File) => {
    setTold(texts.attaching);
    const result = await run((idempotencyKey) => ({
      input: { claimId: claim.id, file, filename: file.name, description: description.trim() || null, idempotencyKey },
    }));
    setTold(result?.ok ? texts.attached(file.name) : "");
    if (result?.ok) setDescription("");
    onChanged();
  };
  return (
    <div className="no-print">
      <RefusedBanner refused={refused} fields={["description"]} />
      <TextField
        label={texts.description}
        hint={texts.descriptionHint}
        problem={problemOf(refused, "description")}
        value={description}
        onChange={setDescription}
      />
      <FileDrop
        label={texts.drop}
        hint={texts.dropHint}
        accept="application/pdf,image/png,image/jpeg"
        disabled={isBusy}
        onFiles={([file]) => file && void add(file)}
      />
      <p role="status">{told}</p>
    </div>
  );
}
