import { useState } from "react";
import { useLeaveGuard } from "../../shared/hooks/useLeaveGuard.ts";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { useAct } from "../../shared/useAct.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { useMayAct } from "../useMayAct.ts";
import { AnswerClaim } from "./operations.ts";
import { CLAIM } from "./texts.ts";
import { type Claim, isOpen } from "./types.ts";

type Props = { claim: Claim; onChanged: () => void };

/** What the surety asks and the obligee's side answers. */
export function Messages({ claim, onChanged }: Props) {
  const texts = useTexts(CLAIM);
  const { mayAct } = useMayAct();
  return (
    <Section title={texts.messages}>
      {claim.messages.length === 0 && <p className="hint">{texts.noMessages}</p>}
      <ol className="messages">
        {claim.messages.map((message) => (
          <li key={message.id} className={message.from === "SURETY" ? "message" : "message own"}>
            <p className="message-head">
              <strong>{message.from === "SURETY" ? texts.surety : texts.ours}</strong>{" "}
              <span className="hint">{formatMoment(message.sentAt)}</span>
            </p>
            <p className="message-body">{message.body}</p>
          </li>
        ))}
      </ol>
      {mayAct && isOpen(claim) && <Answer claim={claim} onChanged={onChanged} />}
    </Section>
  );
}

function Answer({ claim, onChanged }: Props) {
  const texts = useTexts(CLAIM);
  const [body, setBody] = useState("");
  const [isSent, setIsSent] = useState(false);
  const { run, isBusy, refused } = useAct(AnswerClaim, "ClaimAnswered");
  useLeaveGuard(body.trim() !== "");
  const submit = async () => {
    const result = await run((idempotencyKey) => ({ input: { claimId: claim.id, body, idempotencyKey } }));
    if (result?.ok) {
      setBody("");
      setIsSent(true);
    }
    onChanged();
  };
  return (
    <Form className="no-print" onSubmit={() => void submit()}>
      <RefusedBanner refused={refused} fields={["body"]} />
      <TextArea
        label={texts.answer}
        hint={texts.answerHint}
        problem={problemOf(refused, "body")}
        value={body}
        onChange={(text) => {
          setBody(text);
          setIsSent(false);
        }}
      />
      <div className="row">
        <Button type="submit" isBusy={isBusy}>
          {texts.send}
        </Button>
        <span role="status">{isSent ? texts.sent : ""}</span>
      </div>
    </Form>
  );
}
