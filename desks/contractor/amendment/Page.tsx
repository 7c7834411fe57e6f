import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import { useTexts } from "../../shared/language.tsx";
import { NotFound } from "../../shared/NotFound.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { AmendmentForm } from "./AmendmentForm.tsx";
import { AttachFiles } from "./AttachFiles.tsx";
import type { Subject } from "./changes.ts";
import { AmendmentSubject } from "./operations.ts";
import { AMENDMENT } from "./texts.ts";

const route = getRouteApi("/guarantees/$id/amendment");

/** 保証の変更の依頼. */
export function AmendmentPage() {
  const texts = useTexts(AMENDMENT);
  const { id } = route.useParams();
  const [result, read] = useQuery({ query: AmendmentSubject, variables: { id } });
  const node = result.data?.node;
  if (node === null || (node !== undefined && node.__typename !== "Guarantee")) return <NotFound />;
  return (
    <>
      <PageHead
        title={texts.title}
        lead={texts.lead}
        actions={
          <Link className="button secondary" to="/guarantees/$id" params={{ id }}>
            {texts.back}
          </Link>
        }
      />
      {result.error && node === undefined && <LoadFailure onRetry={read} />}
      {node === undefined ? (
        !result.error && <Skeleton lines={12} />
      ) : (
        <Amendment key={id} subject={node} onChanged={read} />
      )}
    </>
  );
}

function Amendment({ subject, onChanged }: { subject: Subject; onChanged: () => void }) {
  const texts = useTexts(AMENDMENT);
  const [sentId, setSentId] = useState<string | null>(null);
  const open = subject.amendmentRequests.find((request) => request.status === "OPEN");
  if (sentId !== null)
    return (
      <>
        <Banner tone="good" title={texts.sent}>
          {texts.sentLead}
        </Banner>
        <AttachFiles
          applicationId={subject.application.id}
          requestId={sentId}
          files={open?.id === sentId ? open.attachments : []}
          onChanged={onChanged}
        />
        <p className="form-actions">
          <Link className="button" to="/guarantees/$id" params={{ id: subject.id }}>
            {texts.back}
          </Link>
        </p>
      </>
    );
  if (subject.status !== "IN_FORCE" || open !== undefined)
    return (
      <EmptyState title={texts.notPossible}>
        <p>{texts.notPossibleLead}</p>
      </EmptyState>
    );
  return <AmendmentForm subject={subject} onSent={setSentId} />;
}
