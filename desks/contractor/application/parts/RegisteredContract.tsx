import { useEffect, useState } from "react";
import { useQuery } from "urql";
import type { FragmentOf } from "../../../gql/graphql.ts";
import { useDebounced } from "../../../shared/hooks/useDebounced.ts";
import { useLanguage, useTexts } from "../../../shared/language.tsx";
import { formatNumber } from "../../../shared/typed.ts";
import { Picker } from "../../../ui/form/Picker.tsx";
import { TextField } from "../../../ui/form/TextField.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Skeleton } from "../../../ui/parts/Skeleton.tsx";
import { UI } from "../../../ui/texts.ts";
import type { ContractFacts } from "../fragments.ts";
import { ContractOfForm, ContractSearch } from "../operations.ts";
import { goToNext, useApply } from "../state.tsx";
import { FIELDS } from "../texts/fields.ts";
import { FORM } from "../texts/form.ts";
import { ContractFactsList, dayIn } from "./ContractFactsList.tsx";
import { Place } from "./Place.tsx";

/** One of the company's registered contracts. */
export function RegisteredContract() {
  const { form } = useApply();
  return (
    <Place name="contractId" also={["contract"]}>
      {(problem) => (form.contractId === null ? <Search problem={problem} /> : <Chosen problem={problem} />)}
    </Place>
  );
}

function Chosen({ problem }: { problem: string | null }) {
  const { form, change, setRegisteredType } = useApply();
  const { language } = useLanguage();
  const texts = useTexts(FORM);
  const [result] = useQuery({ query: ContractOfForm, variables: { id: form.contractId ?? "" } });
  const node = result.data?.node;
  const contract = node?.__typename === "Contract" ? node : null;
  const type = contract?.contractType ?? null;
  useEffect(() => setRegisteredType(type), [setRegisteredType, type]);
  return (
    <div className="card">
      {contract === null ? <Skeleton lines={6} /> : <ContractFactsList contract={contract} language={language} />}
      {problem && <p className="problem">{problem}</p>}
      <Button
        look="text"
        onClick={() => {
          change({ contractId: null });
          goToNext("contractId");
        }}
      >
        {texts.otherContract}
      </Button>
    </div>
  );
}

function Search({ problem }: { problem: string | null }) {
  const { change, choices, terms } = useApply();
  const { language } = useLanguage();
  const texts = useTexts(FORM);
  const fields = useTexts(FIELDS);
  const [typed, setTyped] = useState("");
  const search = useDebounced(typed.trim());
  const contractorId = choices.viewer?.contractor?.id ?? null;
  const [result] = useQuery({ query: ContractSearch, variables: { search: search || null, contractorId } });
  const rows = result.data?.contracts.edges.map((edge) => edge.node) ?? [];
  return (
    <Picker
      label={fields.contractId}
      required
      problem={problem}
      status={statusOf(rows.length, result.fetching, result.data?.contracts.pageInfo.hasNextPage ?? false, texts)}
      rows={rows}
      keyOf={(row) => row.id}
      nameOf={(row) => row.projectName}
      onChoose={(row) => {
        change({ contractId: row.id });
        goToNext("contractId");
      }}
      search={
        <TextField
          label={texts.searchContract}
          hint={texts.searchContractHint(terms.projectName)}
          type="search"
          value={typed}
          onChange={setTyped}
        />
      }
    >
      {(row) => <Row contract={row} language={language} />}
    </Picker>
  );
}

function Row({ contract, language }: { contract: FragmentOf<typeof ContractFacts>; language: "ja" | "en" }) {
  const { yen } = useTexts(UI);
  return (
    <>
      <strong>{contract.projectName}</strong>
      <span className="hint">
        {contract.obligee.name}　{formatNumber(contract.contractPrice)} {yen}　{dayIn(language, contract.contractDate)}
      </span>
    </>
  );
}

function statusOf(count: number, isFetching: boolean, hasMore: boolean, texts: (typeof FORM)["ja"]): string {
  if (count === 0) return isFetching ? "" : texts.noContracts;
  return hasMore ? texts.more : texts.contractsFound(count);
}
