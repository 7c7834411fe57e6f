import type { FragmentOf } from "../../gql/graphql.ts";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { FileButton } from "../files/FileButton.tsx";
import { useTexts } from "../language.tsx";
import { formatMoment } from "../typed.ts";
import { AttachmentFile, type MessageFields } from "./operations.ts";
import { MESSAGES } from "./texts.ts";

export type Message = FragmentOf<typeof MessageFields>;

/** Messages between contractor and surety, oldest first, each with whether the other side has read it. */
export function MessageList({ messages }: { messages: readonly Message[] }) {
  const texts = useTexts(MESSAGES);
  return (
    <ol className="messages" aria-label={texts.list}>
      {messages.map((message) => (
        <li key={message.id} className={message.from === "CONTRACTOR" ? "message own" : "message"}>
          <p className="message-head">
            <strong>{message.from === "CONTRACTOR" ? texts.ofUs : texts.ofSurety}</strong>{" "}
            <span className="hint">{formatMoment(message.sentAt)}</span> <ReadMark message={message} />
          </p>
          <p className="message-body">{message.body}</p>
          {message.attachments.map((file) => (
            <FileButton key={file.id} look="text" query={AttachmentFile} variables={{ id: file.id }} of={ofAttachment}>
              {file.filename}
            </FileButton>
          ))}
        </li>
      ))}
    </ol>
  );
}

function ReadMark({ message }: { message: Message }) {
  const texts = useTexts(MESSAGES);
  if (message.from !== "CONTRACTOR") return message.readAt ? null : <StatusTag tone="info">{texts.fresh}</StatusTag>;
  return <span className="hint">{message.readAt ? texts.read(formatMoment(message.readAt)) : texts.unread}</span>;
}

type File = { url: string; filename: string };

/** The file of the node, if the node is an attachment that the viewer may see. */
export function ofAttachment(data: { node: ({ __typename: "Attachment" } & File) | { __typename: string } | null }) {
  return data.node !== null && "url" in data.node ? data.node : null;
}
