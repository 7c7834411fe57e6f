import { Link } from "@tanstack/react-router";
import { useId } from "react";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber, today, yenInWords } from "../../shared/typed.ts";
import { Facts } from "../../ui/parts/Facts.tsx";
import { ofStatement } from "../statements/files.ts";
import { StatementFile } from "../statements/operations.ts";
import { STATEMENTS } from "../statements/texts.ts";
import { NoticeButton } from "./KeyPart.tsx";
import { nextStep, openStatement, type StepKey } from "./nextStep.ts";
import { NEXT } from "./nextStepTexts.ts";
import { useDay } from "./Overview.tsx";
import { type Guarantee, openAmendment, type Rights, type Statement } from "./types.ts";
import { usePayments } from "./usePayments.ts";

type Props = { guarantee: Guarantee; rights: Rights };

/** What to do next stands on top of the page, with the reason and the way to do it. */
export function NextStep({ guarantee, rights }: Props) {
  const texts = useTexts(NEXT);
  const id = useId();
  const step = nextStep(guarantee);
  const words = texts.steps[step.key];
  const statement = openStatement(guarantee);
  return (
    <section className={`next-step ${step.tone}`} aria-labelledby={id}>
      <p className="hint">{texts.label}</p>
      <h2 id={id}>{words.title}</h2>
      {step.reason && (
        <blockquote className="quote">
          <strong>{texts.reason}：</strong>
          {step.reason}
        </blockquote>
      )}
      <p>{words.body}</p>
      {statement && <ToPay statement={statement} guarantee={guarantee} />}
      {rights.mayAct && <Acts step={step.key} guarantee={guarantee} />}
      <AlsoNote guarantee={guarantee} />
    </section>
  );
}

function Acts({ step, guarantee }: { step: StepKey; guarantee: Guarantee }) {
  const texts = useTexts(NEXT);
  const application = (label: string, look: string) => (
    <Link className={`button ${look}`} to="/applications/$id" params={{ id: guarantee.application.id }}>
      {label}
    </Link>
  );
  const amendment = (
    <Link className="button secondary" to="/guarantees/$id/amendment" params={{ id: guarantee.id }}>
      {texts.requestAmendment}
    </Link>
  );
  const anchor = (to: string, label: string, look: string) => (
    <a className={`button ${look}`} href={to}>
      {label}
    </a>
  );
  switch (step) {
    case "draft":
      return <p className="row">{application(texts.toDraft, "primary")}</p>;
    case "returned":
      return <p className="row">{application(texts.toApplication, "primary")}</p>;
    case "submitted":
    case "underReview":
      return <p className="row">{application(texts.showApplication, "secondary")}</p>;
    case "notSent":
      return (
        <p className="row">
          <NoticeButton guaranteeId={guarantee.id} look="primary" />
          {anchor("#handover", texts.toHandover, "secondary")}
        </p>
      );
    case "handoverReturned":
      return (
        <p className="row">
          {anchor("#handover", texts.again, "primary")}
          {amendment}
          {anchor("#messages", texts.write, "secondary")}
        </p>
      );
    default:
      return null;
  }
}

function ToPay({ statement, guarantee }: { statement: Statement; guarantee: Guarantee }) {
  const texts = useTexts(NEXT);
  const statements = useTexts(STATEMENTS);
  const day = useDay();
  const branch = guarantee.application.submissionBranch;
  const isLate = statement.dueOn !== null && statement.dueOn < today();
  return (
    <>
      <Facts
        facts={[
          { name: texts.due, value: inYen(statement.due) },
          statement.dueOn !== null && {
            name: texts.dueOn,
            value: day(statement.dueOn) + (isLate ? `　${texts.late}` : ""),
          },
          { name: texts.account, value: statement.feeAccount ?? texts.noAccount(branch.name, branch.telephone) },
        ]}
      />
      <p className="row">
        <FileButton look="primary" query={StatementFile} variables={{ id: statement.id }} of={ofStatement}>
          {statements.open}
        </FileButton>
      </p>
    </>
  );
}

/** The sum, in words too where that is easier to read. */
function inYen(sum: number): string {
  return sum < 10_000 ? `${formatNumber(sum)} 円` : `${formatNumber(sum)} 円（${yenInWords(sum)}）`;
}

/** What an amendment has added to a fee that is paid singly, as long as it is open. */
function useAddedFee(guarantee: Guarantee): Statement | undefined {
  const { open } = usePayments(guarantee);
  const isIssued = guarantee.number !== null;
  return guarantee.feeStatements.findLast((each) => isIssued && each.method === "SINGLE" && open.has(each.id));
}

const SOON_DAYS = 30;
const DAY = 86_400_000;

function AlsoNote({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(NEXT);
  const { expiryDate, status, application } = guarantee;
  const left = expiryDate === null ? null : Math.round((Date.parse(expiryDate) - Date.parse(today())) / DAY);
  const isExpiring = status === "IN_FORCE" && left !== null && left >= 0 && left <= SOON_DAYS;
  const added = useAddedFee(guarantee);
  const notes = [
    added && (
      <a href="#fees">
        {texts.added(inYen(added.due))}
        {added.feeAccount && `　${texts.account}：${added.feeAccount}`}
      </a>
    ),
    application.unreadMessages > 0 && <a href="#messages">{texts.unread(application.unreadMessages)}</a>,
    openAmendment(guarantee) && <a href="#amendments">{texts.openAmendment}</a>,
    isExpiring && texts.expiring(left),
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <>
      <p>
        <strong>{texts.alsoTitle}</strong>
      </p>
      <ul className="notes">
        {notes.map((note, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the notes have no identity
          <li key={index}>{note}</li>
        ))}
      </ul>
    </>
  );
}
