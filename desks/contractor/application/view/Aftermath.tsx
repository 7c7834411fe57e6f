import { useTexts } from "../../../shared/language.tsx";
import { Messages } from "../../../shared/messages/Messages.tsx";
import { formatMoment } from "../../../shared/typed.ts";
import { Section } from "../../../ui/parts/Section.tsx";
import { Timeline } from "../../../ui/parts/Timeline.tsx";
import { Attachments } from "../files/Attachments.tsx";
import { PROCESS } from "../texts/process.ts";
import { VIEW } from "../texts/view.ts";
import type { SentNode } from "./SentPage.tsx";

/** What happened since it was sent: attachments, messages, and each sending with what it changed. */
export function Aftermath({ sent, onChanged, mayAct, hasFiles = true }: AftermathProps) {
  const texts = useTexts(VIEW);
  const process = useTexts(PROCESS);
  const isOver = sent.status === "DONE" || sent.status === "WITHDRAWN";
  return (
    <>
      {hasFiles && (
        <Section title={process.filesPart}>
          <Attachments id={sent.id} ensureId={() => Promise.resolve(sent.id)} canAdd={mayAct && !isOver} />
        </Section>
      )}
      <Section title={texts.messages}>
        <Messages applicationId={sent.id} messages={sent.messages} unread={sent.unreadMessages} onChanged={onChanged} />
      </Section>
      <Section title={texts.history}>
        <Submissions submissions={sent.submissions} />
      </Section>
    </>
  );
}

type AftermathProps = {
  sent: SentNode;
  onChanged: () => void;
  mayAct: boolean;
  /** Whether the attachments are shown here; in the form they have a part of their own. */
  hasFiles?: boolean;
};

function Submissions({ submissions }: { submissions: SentNode["submissions"] }) {
  const texts = useTexts(VIEW);
  const entries = submissions.map((submission, index) => ({
    key: submission.submittedAt,
    at: formatMoment(submission.submittedAt),
    title: index === 0 ? texts.first : texts.again(index + 1),
    body: <Submission submission={submission} />,
  }));
  return <Timeline label={texts.history} entries={entries} />;
}

function Submission({ submission }: { submission: SentNode["submissions"][number] }) {
  const texts = useTexts(VIEW);
  return (
    <>
      {submission.by !== null && <p className="hint">{texts.by(submission.by)}</p>}
      {submission.reason !== null && (
        <p className="quote">
          {texts.returnedFor}：{submission.reason}
        </p>
      )}
      {submission.changes.length > 0 && (
        <table className="table changes">
          <caption>{texts.changed}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.item}</th>
              <th scope="col">{texts.before}</th>
              <th scope="col">{texts.after}</th>
            </tr>
          </thead>
          <tbody>
            {submission.changes.map((change) => (
              <tr key={change.path.join(".")}>
                <th scope="row">{change.label}</th>
                <td data-label={texts.before}>
                  <del>{change.before ?? texts.nothing}</del>
                </td>
                <td data-label={texts.after}>
                  <ins>{change.after ?? texts.nothing}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
