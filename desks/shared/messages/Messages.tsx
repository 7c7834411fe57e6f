/** The correspondence of an application: list, marking as read, writing. */
import { useState } from "react";
import { Form } from "../../ui/form/Form.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { useTexts } from "../language.tsx";
import { useAct } from "../useAct.ts";
import { type Message, MessageList } from "./MessageList.tsx";
import { MarkMessagesRead, PostMessage } from "./operations.ts";
import { MESSAGES } from "./texts.ts";

type Props = { applicationId: string; messages: readonly Message[]; unread: number; onChanged: () => void };

/** `onChanged` reads the page again after a message was sent or the others were marked as read. */
export function Messages({ applicationId, messages, unread, onChanged }: Props) {
  const texts = useTexts(MESSAGES);
  const mark = useAct(MarkMessagesRead, "MessagesMarkedRead");
  const markRead = async () => {
    const result = await mark.run(() => ({ input: { applicationId } }));
    if (result?.ok) onChanged();
  };
  return (
    <div className="stack">
      {unread > 0 && (
        <Banner
          tone="info"
          title={texts.unreadTitle(unread)}
          action={
            <Button look="secondary" isBusy={mark.isBusy} onClick={() => void markRead()}>
              {texts.markRead}
            </Button>
          }
        >
          {mark.refused?.message}
        </Banner>
      )}
      {messages.length === 0 ? (
        <EmptyState title={texts.none}>
          <p>{texts.noneLead}</p>
        </EmptyState>
      ) : (
        <MessageList messages={messages} />
      )}
      <WriteMessage applicationId={applicationId} onSent={onChanged} />
    </div>
  );
}

function WriteMessage({ applicationId, onSent }: { applicationId: string; onSent: () => void }) {
  const texts = useTexts(MESSAGES);
  const [body, setBody] = useState("");
  const [isSent, setIsSent] = useState(false);
  const post = useAct(PostMessage, "MessagePosted");
  const send = async () => {
    const result = await post.run(() => ({ input: { applicationId, body } }));
    if (!result?.ok) return;
    setBody("");
    setIsSent(true);
    onSent();
  };
  const problem = post.refused?.problems[0]?.message ?? post.refused?.message;
  return (
    <Form className="no-print" onSubmit={() => void send()}>
      <TextArea
        label={texts.body}
        hint={texts.bodyHint}
        problem={problem}
        value={body}
        onChange={(typed) => {
          setBody(typed);
          setIsSent(false);
        }}
      />
      <Button type="submit" isBusy={post.isBusy}>
        {texts.send}
      </Button>
      <span className="copied" role="status">
        {isSent ? texts.sent : ""}
      </span>
    </Form>
  );
}
