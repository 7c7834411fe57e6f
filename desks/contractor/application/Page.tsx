/** 保証申込: a new application, or one that goes on; what was sent is shown. */
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useQuery } from "urql";
import { useTexts } from "../../shared/language.tsx";
import { NotFound } from "../../shared/NotFound.tsx";
import { today } from "../../shared/typed.ts";
import { useIsReader } from "../../shared/useIsReader.ts";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Editor, type Step } from "./Editor.tsx";
import { EMPTY, type Form, KINDS } from "./form.ts";
import { FormChoices } from "./operations.ts";
import { branchesOf } from "./parts/SendingPart.tsx";
import type { Choices } from "./state.tsx";
import { PROCESS } from "./texts/process.ts";
import { useLoaded } from "./useLoaded.ts";
import { SentPage } from "./view/SentPage.tsx";
import "./application.css";

const NEW = { id: null, version: null, savedAt: null };

/** A new application; once it is saved its id stands in the address, and the page stays as it is. */
export function ApplyPage() {
  const { id, step } = useSearch({ from: "/apply" });
  const navigate = useNavigate({ from: "/apply" });
  const isReader = useIsReader();
  const created = useRef<string>(undefined);
  const [seen, setSeen] = useState(id);
  const [round, setRound] = useState(0);
  if (seen !== id) {
    setSeen(id);
    if (id === undefined) setRound(round + 1);
  }
  const onStep = (next: Step) => void navigate({ search: (before) => ({ ...before, step: next }) });
  const onCreated = (made: string) => {
    created.current = made;
    void navigate({ search: (before) => ({ ...before, id: made }), replace: true });
  };
  if (isReader && id === undefined) return <ReadOnly />;
  if (id !== undefined && id !== created.current) return <OpenApplication key={id} {...{ id, step, onStep }} />;
  return <NewApplication key={round} {...{ step, onStep, onCreated }} onReload={() => setRound(round + 1)} />;
}

/** An application of the list. */
export function ApplicationPage() {
  const { id } = useParams({ from: "/applications/$id" });
  const { step } = useSearch({ from: "/applications/$id" });
  const navigate = useNavigate({ from: "/applications/$id" });
  if (step === "sent") return <SentPage id={id} isJustSent />;
  const onStep = (next: Step) => void navigate({ search: { step: next } });
  return <OpenApplication key={id} {...{ id, step, onStep }} />;
}

type StepProps = { step: Step | "sent"; onStep: (step: Step) => void };

function OpenApplication({ id, step, onStep }: StepProps & { id: string }) {
  const navigate = useNavigate();
  const { loaded, generation, reload } = useLoaded(id);
  const { choices, failure } = useChoices();
  const isReader = useIsReader();
  if (loaded.is === "missing") return <NotFound />;
  if (loaded.is === "sent") return <SentPage id={id} />;
  if (loaded.is === "failed") return <LoadFailure onRetry={reload} />;
  if (loaded.is === "open" && isReader) return loaded.sent === null ? <ReadOnly /> : <SentPage id={id} />;
  if (loaded.is === "loading" || choices === undefined) return failure ?? <Waiting />;
  return (
    <Editor
      key={generation}
      start={loaded.start}
      initial={loaded.form}
      sent={loaded.sent}
      choices={choices}
      step={step === "confirm" ? step : undefined}
      onStep={onStep}
      onCreated={(made) => void navigate({ to: "/applications/$id", params: { id: made }, search: {} })}
      onReload={reload}
    />
  );
}

type NewProps = StepProps & { onCreated: (id: string) => void; onReload: () => void };

function NewApplication({ step, onStep, onCreated, onReload }: NewProps) {
  const { choices, failure } = useChoices();
  if (choices === undefined) return failure ?? <Waiting />;
  return (
    <Editor
      start={NEW}
      initial={suggested(choices)}
      sent={null}
      choices={choices}
      step={step === "confirm" ? step : undefined}
      onStep={onStep}
      onCreated={onCreated}
      onReload={onReload}
    />
  );
}

function useChoices() {
  const [result, refresh] = useQuery({ query: FormChoices });
  const failure = result.error && result.data === undefined ? <LoadFailure onRetry={refresh} /> : null;
  return { choices: result.data, failure };
}

/** For accounts that may not apply. */
function ReadOnly() {
  const texts = useTexts(PROCESS);
  return (
    <>
      <PageHead title={texts.title} />
      <EmptyState
        title={texts.readOnly}
        action={
          <Link to="/applications" className="button">
            {texts.toList}
          </Link>
        }
      >
        <p>{texts.readOnlyLead}</p>
      </EmptyState>
    </>
  );
}

function Waiting() {
  const texts = useTexts(PROCESS);
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      <Skeleton lines={14} />
    </>
  );
}

/** An empty form, with what was used the last time. */
export function suggested(choices: Choices): Form {
  const { contacts, branches } = choices.applicationSuggestions;
  const all = branchesOf(choices);
  const branch = branches[0]?.id ?? (all.length === 1 ? all[0]?.id : undefined);
  const contact = contacts[0];
  const entries = choices.monthlyPayments.edges.map((edge) => edge.node).filter((node) => node.validFrom <= today());
  const feePaymentMethod = entries.some((entry) => entry.mayPayMonthly) ? "MONTHLY_CONSOLIDATED" : "SINGLE";
  const block = { ...EMPTY.blocks.PERFORMANCE, feePaymentMethod } as const;
  return {
    ...EMPTY,
    blocks: Object.fromEntries(KINDS.map((kind) => [kind, block])) as Form["blocks"],
    submissionBranchId: branch ?? null,
    notifyOnCompletion: true,
    email: contact?.email ?? choices.viewer?.email ?? "",
    contactDepartment: contact?.department ?? "",
    contactTitle: contact?.title ?? "",
    contactName: contact?.name ?? "",
    contactTelephone: contact?.telephone ?? "",
  };
}
