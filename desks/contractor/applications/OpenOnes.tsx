import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment, formatNumber } from "../../shared/typed.ts";
import { useIsReader } from "../../shared/useIsReader.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { UI } from "../../ui/texts.ts";
import { NameOfNode, type OpenApplications } from "./operations.ts";
import { APPLICATIONS } from "./texts.ts";

type Open = ResultOf<typeof OpenApplications>;
type Returned = Open["returned"]["edges"][number]["node"];
type Draft = Open["drafts"]["edges"][number]["node"];

/** What waits for the contractor: first what came back, then what was never sent. */
export function OpenOnes({ open }: { open: Open }) {
  const texts = useTexts(APPLICATIONS);
  const returned = open.returned.edges.map((edge) => edge.node);
  // A form that is not sent is for those who fill it in.
  const drafts = useIsReader() ? [] : open.drafts.edges.map((edge) => edge.node);
  return (
    <>
      {returned.length > 0 && (
        <Section title={texts.returned}>
          <p className="hint">{texts.returnedLead}</p>
          <ul className="open-ones">
            {returned.map((application) => (
              <ReturnedOne key={application.id} application={application} />
            ))}
          </ul>
        </Section>
      )}
      {drafts.length > 0 && (
        <Section title={texts.drafts}>
          <ul className="open-ones">
            {drafts.map((application) => (
              <DraftOne key={application.id} application={application} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

type OneProps = { id: string; title: string; action: string; children: ReactNode };

function One({ id, title, action, children }: OneProps) {
  const texts = useTexts(APPLICATIONS);
  const label = useIsReader() ? texts.read : action;
  return (
    <li className="card open-one">
      <div>
        <p className="open-title">{title}</p>
        {children}
      </div>
      <Link to="/applications/$id" params={{ id }} className="button secondary" aria-label={`${label}：${title}`}>
        {label}
      </Link>
    </li>
  );
}

function ReturnedOne({ application }: { application: Returned }) {
  const texts = useTexts(APPLICATIONS);
  const kinds = useTexts(KIND);
  const { id, contract, guarantees, draft } = application;
  return (
    <One id={id} title={contract.projectName} action={texts.mend}>
      <p className="hint">
        {contract.obligee.name}
        {draft !== null && `　${texts.saved(formatMoment(draft.savedAt))}`}
      </p>
      {guarantees
        .filter((guarantee) => guarantee.status === "RETURNED")
        .map((guarantee) => (
          <p key={guarantee.id} className="quote">
            <strong>{kinds[guarantee.kind]}</strong>　{guarantee.statusReason}
          </p>
        ))}
    </One>
  );
}

function DraftOne({ application }: { application: Draft }) {
  const texts = useTexts(APPLICATIONS);
  const kinds = useTexts(KIND);
  const { yen } = useTexts(UI);
  const { id, draft } = application;
  const contract = useName(draft?.contractId ?? null);
  const obligee = useName(draft?.contract?.obligeeId ?? null);
  if (draft === null) return null;
  const project = contract?.__typename === "Contract" ? contract.projectName : draft.contract?.projectName;
  const names = [
    contract?.__typename === "Contract" && contract.obligee.name,
    obligee?.__typename === "Obligee" && obligee.name,
  ];
  const asked = draft.guarantees.map(({ kind, amount }) =>
    [kind === null ? "" : kinds[kind], amount === null ? "" : `${formatNumber(amount)} ${yen}`]
      .filter(Boolean)
      .join(" "),
  );
  return (
    <One id={id} title={project || texts.unnamed} action={texts.resume}>
      <p>{[...names.filter(Boolean), asked.join("、") || texts.nothingAsked].join("　")}</p>
      <p className="hint">{texts.savedBy(draft.savedBy, formatMoment(draft.savedAt))}</p>
    </One>
  );
}

function useName(id: string | null) {
  const [result] = useQuery({ query: NameOfNode, variables: { id: id ?? "" }, pause: id === null });
  return id === null ? null : result.data?.node;
}
