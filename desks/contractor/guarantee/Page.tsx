import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "urql";
import { usePolling } from "../../shared/hooks/usePolling.ts";
import { GUARANTEE_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { Messages } from "../../shared/messages/Messages.tsx";
import { NotFound } from "../../shared/NotFound.tsx";
import { GUARANTEE_TONE, toneOf } from "../../shared/tones.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { HandOver } from "../handover/HandOver.tsx";
import { Amendments } from "./Amendments.tsx";
import { Claims } from "./Claims.tsx";
import { Fees } from "./Fees.tsx";
import { History } from "./History.tsx";
import { KeyPart } from "./KeyPart.tsx";
import { NextStep } from "./NextStep.tsx";
import { Overview } from "./Overview.tsx";
import { GuaranteeDetail } from "./operations.ts";
import { Presentations } from "./Presentations.tsx";
import { RECORD } from "./recordTexts.ts";
import { Siblings } from "./Siblings.tsx";
import { Story } from "./Story.tsx";
import { GUARANTEE } from "./texts.ts";
import { type Guarantee, hasKey, isBeforeIssue, type Rights, rightsOf } from "./types.ts";
import { Withdraw } from "./Withdraw.tsx";

const route = getRouteApi("/guarantees/$id");

/** One guarantee: what to do next, then everything that is known of it. */
export function GuaranteePage() {
  const { id } = route.useParams();
  const [result, read] = useQuery({ query: GuaranteeDetail, variables: { id } });
  usePolling(read);
  const { data } = result;
  if (data === undefined) return result.error ? <LoadFailure onRetry={read} /> : <Skeleton lines={16} />;
  if (data.node?.__typename !== "Guarantee") return <NotFound />;
  if (data.node.id !== id) return <Skeleton lines={16} />;
  return <Detail key={id} guarantee={data.node} rights={rightsOf(data, data.node)} onChanged={read} />;
}

type Props = { guarantee: Guarantee; rights: Rights; onChanged: () => void };

function Detail({ guarantee, rights, onChanged }: Props) {
  const { isLead, mayAct } = rights;
  return (
    <>
      <Head guarantee={guarantee} />
      <NextStep guarantee={guarantee} rights={rights} />
      <PageLinks guarantee={guarantee} rights={rights} />
      <Overview guarantee={guarantee} />
      {hasKey(guarantee) && (
        <div className="no-print">
          <KeyPart guaranteeId={guarantee.id} isLead={isLead} />
        </div>
      )}
      {guarantee.history.length > 0 && <History guarantee={guarantee} />}
      {hasKey(guarantee) && <HandOver {...{ guarantee, rights, onChanged }} />}
      {isLead && guarantee.number !== null && <Amendments {...{ guarantee, rights, onChanged }} />}
      {isLead && <Fees guarantee={guarantee} />}
      <Claims guarantee={guarantee} />
      {isLead && <Correspondence {...{ guarantee, onChanged }} />}
      <Story guarantee={guarantee} />
      {hasKey(guarantee) && isLead && <Presentations guarantee={guarantee} />}
      <Siblings guarantee={guarantee} />
      {mayAct && isBeforeIssue(guarantee) && <Withdraw guaranteeId={guarantee.id} onDone={onChanged} />}
    </>
  );
}

function Head({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(GUARANTEE);
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  const kind = kinds[guarantee.kind] ?? guarantee.kind;
  const { status } = guarantee;
  return (
    <PageHead
      title={guarantee.number === null ? kind + texts.beforeIssue : texts.title(guarantee.number)}
      lead={
        <>
          <StatusTag tone={toneOf(GUARANTEE_TONE, status)}>{states[status] ?? status}</StatusTag> {kind}{" "}
          {guarantee.contract.projectName}
        </>
      }
      actions={
        <>
          <Link className="button secondary" to="/guarantees">
            {texts.back}
          </Link>
          <Button look="secondary" onClick={() => window.print()}>
            {texts.print}
          </Button>
        </>
      }
    />
  );
}

/** Links to the parts of this long page. */
function PageLinks({ guarantee, rights }: { guarantee: Guarantee; rights: Rights }) {
  const texts = useTexts(GUARANTEE);
  const { links } = texts;
  const withKey = hasKey(guarantee);
  const shown = {
    overview: true,
    key: withKey,
    history: guarantee.history.length > 0,
    handover: withKey,
    amendments: rights.isLead && guarantee.number !== null,
    fees: rights.isLead,
    claims: guarantee.claims.length > 0,
    messages: rights.isLead,
    story: rights.isLead || withKey,
  };
  const anchors = (Object.keys(shown) as (keyof typeof shown)[]).filter((anchor) => shown[anchor]);
  return (
    <nav aria-label={texts.parts}>
      <ul className="page-links">
        {anchors.map((anchor) => (
          <li key={anchor}>
            <a href={`#${anchor}`}>{links[anchor]}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Correspondence({ guarantee, onChanged }: { guarantee: Guarantee; onChanged: () => void }) {
  const texts = useTexts(RECORD);
  const { application } = guarantee;
  return (
    <div className={application.messages.length === 0 ? "no-print" : undefined}>
      <Section anchor="messages" title={texts.messages}>
        <Messages
          applicationId={application.id}
          messages={application.messages}
          unread={application.unreadMessages}
          onChanged={onChanged}
        />
      </Section>
    </div>
  );
}
