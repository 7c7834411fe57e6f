import { useState } from "react";
import { useQuery } from "urql";
import type { FragmentOf } from "../../../gql/graphql.ts";
import { useDebounced } from "../../../shared/hooks/useDebounced.ts";
import { KIND } from "../../../shared/labels.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { PREFECTURES } from "../../../shared/prefectures.ts";
import { Picker } from "../../../ui/form/Picker.tsx";
import { Select } from "../../../ui/form/Select.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Skeleton } from "../../../ui/parts/Skeleton.tsx";
import type { ObligeeFacts } from "../fragments.ts";
import { ObligeeOfForm, ObligeeSearch } from "../operations.ts";
import { goToNext, useApply } from "../state.tsx";
import { CHOICES, FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { dayIn } from "./ContractFactsList.tsx";
import { Place } from "./Place.tsx";

export type Obligee = FragmentOf<typeof ObligeeFacts>;

/** The obligee that the form names; null until it is chosen and read. */
export function useObligee(): Obligee | null {
  const { form } = useApply();
  const id = form.contract.obligeeId;
  const [result] = useQuery({ query: ObligeeOfForm, variables: { id: id ?? "" }, pause: id === null });
  const node = id === null ? null : result.data?.node;
  return node?.__typename === "Obligee" && node.id === id ? node : null;
}

/** 発注者, found by name and prefecture, with what it accepts from when. */
export function ObligeeField() {
  const { form, changeContract } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const obligee = useObligee();
  return (
    <Place name="contract.obligeeId">
      {(problem) =>
        form.contract.obligeeId === null ? (
          <Search problem={problem} />
        ) : (
          <section className="card chosen" aria-label={fields.obligeeId}>
            <p className="hint">{fields.obligeeId}</p>
            {obligee === null ? <Skeleton lines={3} /> : <ObligeeRow obligee={obligee} />}
            {problem && <p className="problem">{problem}</p>}
            <Button
              look="text"
              onClick={() => {
                changeContract({ obligeeId: null, contractingOfficerId: null });
                goToNext("contract.obligeeId");
              }}
            >
              {texts.otherObligee}
            </Button>
          </section>
        )
      }
    </Place>
  );
}

function Search({ problem }: { problem: string | null }) {
  const { changeContract, choices } = useApply();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const [name, setName] = useState("");
  const [prefecture, setPrefecture] = useState("");
  const search = useDebounced(name.trim());
  const isAsked = search !== "" || prefecture !== "";
  const variables = { search: search || null, prefecture: prefecture || null };
  const [result] = useQuery({ query: ObligeeSearch, variables, pause: !isAsked });
  const found = result.data?.obligees.edges.map((edge) => edge.node) ?? [];
  const rows = isAsked ? found : choices.applicationSuggestions.obligees;
  const status = () => {
    if (!isAsked) return rows.length > 0 ? texts.obligeesUsed : "";
    if (rows.length === 0) return result.fetching ? "" : texts.noObligees;
    return result.data?.obligees.pageInfo.hasNextPage ? texts.more : texts.obligeesFound(rows.length);
  };
  return (
    <Picker
      label={fields.obligeeId}
      required
      problem={problem}
      status={status()}
      rows={rows}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      onChoose={(row) => {
        const active = row.contractingOfficers.filter((officer) => officer.isActive);
        const only = active.length === 1 ? active[0]?.id : undefined;
        changeContract({ obligeeId: row.id, contractingOfficerId: only ?? null });
        goToNext("contract.obligeeId");
      }}
      search={
        <>
          <TextField
            label={texts.searchObligee}
            hint={texts.searchObligeeHint}
            type="search"
            value={name}
            onChange={setName}
          />
          <Select
            label={texts.prefecture}
            empty={texts.allPrefectures}
            options={PREFECTURES.map((each) => ({ value: each, label: each }))}
            value={prefecture}
            onChange={setPrefecture}
          />
        </>
      }
    >
      {(row) => <ObligeeRow obligee={row} />}
    </Picker>
  );
}

function ObligeeRow({ obligee }: { obligee: Obligee }) {
  const texts = useTexts(FORM);
  return (
    <>
      <strong>{obligee.name}</strong> <span className="hint">{obligee.prefecture ?? texts.national}</span>
      <Acceptances obligee={obligee} />
    </>
  );
}

/** What it accepts electronically for contracts of the chosen type, from when: what begins together in one line. */
function Acceptances({ obligee }: { obligee: Obligee }) {
  const { form } = useApply();
  const texts = useTexts(FORM);
  const kinds = useTexts(KIND);
  const bases = useTexts(CHOICES.basis);
  const types = useTexts(CHOICES.contractType);
  const { language } = useLanguage();
  const type = form.contract.contractType ?? "WORKS";
  const lines = new Map<string, string[]>();
  for (const each of obligee.acceptances.filter((acceptance) => acceptance.contractType === type)) {
    const approved = each.approvedContractsOnly ? texts.approvedOnly : "";
    const since = texts.acceptsFrom(dayIn(language, each.from), bases[each.basis]);
    const line = [since, approved, each.note].filter(Boolean).join("　");
    lines.set(line, [...(lines.get(line) ?? []), kinds[each.kind] ?? each.kind]);
  }
  if (obligee.acceptances.length === 0) return <p className="hint">{texts.acceptsNone}</p>;
  if (lines.size === 0) return <p className="hint">{texts.acceptsNoneOf(types[type])}</p>;
  return (
    <ul className="acceptances" aria-label={texts.accepts}>
      {[...lines].map(([line, of]) => (
        <li key={line}>
          {texts.electronic}（{of.join("・")}）：{line}
        </li>
      ))}
    </ul>
  );
}
