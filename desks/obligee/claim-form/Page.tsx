import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { useLeaveGuard } from "../../shared/hooks/useLeaveGuard.ts";
import { useTexts } from "../../shared/language.tsx";
import { useAct } from "../../shared/useAct.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Banner } from "../../ui/parts/Banner.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Steps } from "../../ui/parts/Steps.tsx";
import { ClaimedCertificate, FileClaim } from "../claim/operations.ts";
import { CLAIM } from "../claim/texts.ts";
import { keyOf, rememberKey } from "../keys.ts";
import { DESK } from "../texts.ts";
import { useReread } from "../useReread.ts";
import { useWritten } from "../useWritten.ts";
import { Check } from "./Check.tsx";
import { Fields } from "./Fields.tsx";
import { claimInput, EMPTY } from "./form.ts";

const route = getRouteApi("/certificates/$id/claim");
export type Claimed = Extract<NonNullable<ResultOf<typeof ClaimedCertificate>["node"]>, { __typename: "Certificate" }>;
type Filed = { id: string; amount: number; dueOn: string };

/** The claim under a guarantee: 入力 → 確認 → 受付完了. */
export function ClaimFormPage() {
  const { id } = route.useParams();
  const texts = useTexts(CLAIM);
  const [filed, setFiled] = useState<Filed | null>(null);
  const [result, refresh] = useQuery({ query: ClaimedCertificate, variables: { id } });
  const reread = useReread(refresh);
  const node = result.data?.node;
  const certificate = node?.__typename === "Certificate" ? node : null;
  if (filed) return <Done filed={filed} />;
  return (
    <>
      <PageHead title={texts.formTitle} lead={texts.formLead} />
      {result.error && <LoadFailure onRetry={reread} />}
      {result.data === undefined ? (
        <Skeleton lines={14} />
      ) : certificate?.guarantee.status === "IN_FORCE" ? (
        <ClaimForm certificate={certificate} onFiled={setFiled} />
      ) : (
        <NotClaimable />
      )}
    </>
  );
}

function ClaimForm({ certificate, onFiled }: { certificate: Claimed; onFiled: (filed: Filed) => void }) {
  const texts = useTexts(CLAIM);
  const number = certificate.guaranteeNumber;
  const [typed, setTyped] = useState(EMPTY);
  const [key, setKey] = useState(keyOf(number) ?? "");
  const [isChecking, setIsChecking] = useState(false);
  const { run, isBusy, refused } = useAct(FileClaim, "ClaimFiled");
  const hasSums = certificate.kind !== "PERFORMANCE";
  useLeaveGuard(JSON.stringify(typed) !== JSON.stringify(EMPTY) && !isBusy);
  const submit = async () => {
    const result = await run((idempotencyKey) => ({
      input: { ...claimInput(typed, number, key, hasSums), idempotencyKey },
    }));
    if (result?.ok) {
      rememberKey(number, key);
      onFiled(result.value.claim);
    } else setIsChecking(false);
  };
  const form = { certificate, typed, authKey: key, hasSums };
  return (
    <>
      <Steps label={texts.formTitle} steps={texts.steps} current={isChecking ? 1 : 0} />
      {isChecking ? (
        <Check {...form} isBusy={isBusy} onBack={() => setIsChecking(false)} onSubmit={() => void submit()} />
      ) : (
        <Fields
          {...form}
          refused={refused}
          onChange={setTyped}
          onKey={setKey}
          onCheck={() => {
            setIsChecking(true);
            window.scrollTo(0, 0);
          }}
        />
      )}
    </>
  );
}

function Done({ filed }: { filed: Filed }) {
  const { day, yen } = useWritten();
  const texts = useTexts(CLAIM);
  return (
    <>
      <PageHead title={texts.done} />
      <Steps label={texts.formTitle} steps={texts.steps} current={2} />
      <Banner
        tone="good"
        title={texts.doneLead(yen(filed.amount), day(filed.dueOn))}
        action={
          <Link className="button" to="/claims/$id" params={{ id: filed.id }}>
            {texts.open}
          </Link>
        }
      />
    </>
  );
}

function NotClaimable() {
  const texts = useTexts(CLAIM);
  const desk = useTexts(DESK);
  return (
    <EmptyState
      title={texts.notClaimable}
      action={
        <Link className="button secondary" to="/claims">
          {desk.claims}
        </Link>
      }
    >
      <p>{texts.notClaimableLead}</p>
    </EmptyState>
  );
}
