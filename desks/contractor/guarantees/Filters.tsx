import { useMemo } from "react";
import { useQuery } from "urql";
import { GUARANTEE_STATUS, HANDOVER_STATUS, KIND, MEDIUM } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { DateField } from "../../ui/form/DateField.tsx";
import { type Option, Select } from "../../ui/form/Select.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { SearchField } from "../lists/SearchField.tsx";
import { GuaranteeObligee, GuaranteeObligees } from "./operations.ts";
import { EVERYTHING, type GuaranteeSearch, HANDOVERS, isNarrowed, KINDS, MEDIA, ORDERS, STATUSES } from "./search.ts";
import { GUARANTEES } from "./texts.ts";

type Props = { search: GuaranteeSearch; onChange: (change: GuaranteeSearch) => void };
/** What narrows the list; every choice counts at once and stands in the address. */
export function Filters({ search, onChange }: Props) {
  const texts = useTexts(GUARANTEES);
  const labels = { kinds: useTexts(KIND), states: useTexts(GUARANTEE_STATUS), media: useTexts(MEDIUM) };
  const handovers = useTexts(HANDOVER_STATUS);
  const obligees = useObligees(search.obligee);
  const options = (values: readonly string[], names: Record<string, string>) =>
    values.map((value) => ({ value, label: names[value] ?? value }));
  const select = (label: string, key: "kind" | "status" | "medium" | "handover" | "obligee", choices: Option[]) => (
    <Select
      label={label}
      empty={texts.any}
      value={search[key] ?? ""}
      options={choices}
      onChange={(value) => onChange({ [key]: value || undefined })}
    />
  );
  const onSearch = useMemo(() => (q: string) => onChange({ q: q || undefined }), [onChange]);
  return (
    <search className="filters" aria-label={texts.filters}>
      <SearchField label={texts.search} hint={texts.searchHint} value={search.q ?? ""} onSearch={onSearch} />
      {select(texts.kind, "kind", options(KINDS, labels.kinds))}
      {search.tab !== "electronic" && select(texts.status, "status", options(STATUSES, labels.states))}
      {search.tab !== "electronic" && select(texts.medium, "medium", options(MEDIA, labels.media))}
      {select(texts.handover, "handover", options(HANDOVERS, handovers))}
      {select(texts.obligee, "obligee", obligees)}
      <Select
        label={texts.order}
        value={search.order ?? "NEWEST"}
        options={options(ORDERS, texts.orders)}
        onChange={(order) => onChange({ order: ORDERS.find((known) => known === order && known !== "NEWEST") })}
      />
      <Days search={search} onChange={onChange} />
      {isNarrowed(search) && (
        <Button look="text" onClick={() => onChange(EVERYTHING)}>
          {texts.clear}
        </Button>
      )}
    </search>
  );
}

function Days({ search, onChange }: Props) {
  const texts = useTexts(GUARANTEES);
  const keys = ["issuedFrom", "issuedTo", "expiresFrom", "expiresTo"] as const;
  return (
    <details className="filters-more" open={keys.some((key) => search[key] !== undefined)}>
      <summary>{texts.more}</summary>
      <div className="filters-days">
        {keys.map((key) => (
          <DateField
            key={key}
            label={texts[key]}
            value={search[key] ?? null}
            onChange={(value) => onChange({ [key]: value ?? undefined })}
          />
        ))}
      </div>
    </details>
  );
}

/** The obligees of the latest contracts by name, with the chosen one in any case. */
function useObligees(chosen: string | undefined): Option[] {
  const [latest] = useQuery({ query: GuaranteeObligees, requestPolicy: "cache-first" });
  const nodes = latest.data?.contracts.edges.map((edge) => edge.node.obligee) ?? [];
  const isKnown = chosen === undefined || nodes.some((obligee) => obligee.id === chosen);
  const [other] = useQuery({
    query: GuaranteeObligee,
    variables: { id: chosen ?? "" },
    pause: isKnown || latest.data === undefined,
  });
  const node = other.data?.node;
  const all = !isKnown && node?.__typename === "Obligee" ? [...nodes, node] : nodes;
  const names = new Map(all.map((obligee) => [obligee.id, obligee.name]));
  return [...names].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, "ja"));
}
