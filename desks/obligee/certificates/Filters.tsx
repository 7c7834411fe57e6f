import { useEffect, useState } from "react";
import { useDebounced } from "../../shared/hooks/useDebounced.ts";
import { KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { Select } from "../../ui/form/Select.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EXPIRIES, expiryOf, KINDS, oneOf } from "../search.ts";
import { LIST } from "./texts.ts";

export type Filter = {
  search?: string;
  kind?: (typeof KINDS)[number];
  expires?: (typeof EXPIRIES)[number];
};
type Props = { filter: Filter; problem: string | null; onChange: (filter: Filter) => void };

/** The filters of the list; they live in the address. */
export function Filters({ filter, problem, onChange }: Props) {
  const texts = useTexts(LIST);
  const kinds = useTexts(KIND);
  const { search: _, ...others } = filter;
  return (
    <search className="filters">
      <Search
        key={filter.search === undefined ? "none" : "some"}
        known={filter.search ?? ""}
        problem={problem}
        onSearch={(search) => onChange(search === "" ? others : { ...filter, search })}
      />
      <Select
        label={texts.kind}
        empty={texts.any}
        value={filter.kind ?? ""}
        options={KINDS.map((value) => ({ value, label: kinds[value] ?? value }))}
        onChange={(value) => onChange({ ...without(filter, "kind"), ...defined("kind", oneOf(value, KINDS)) })}
      />
      <Select
        label={texts.expires}
        empty={texts.any}
        value={String(filter.expires ?? "")}
        options={EXPIRIES.map((days) => ({ value: String(days), label: texts.within(days) }))}
        onChange={(value) => onChange({ ...without(filter, "expires"), ...defined("expires", expiryOf(value)) })}
      />
      <Button look="text" onClick={() => onChange({})}>
        {texts.reset}
      </Button>
    </search>
  );
}

function without(filter: Filter, name: keyof Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([each]) => each !== name));
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined) {
  return value === undefined ? {} : { [name]: value };
}

type SearchProps = { known: string; problem: string | null; onSearch: (text: string) => void };

/** The text is looked for when one stops typing. */
function Search({ known, problem, onSearch }: SearchProps) {
  const texts = useTexts(LIST);
  const [text, setText] = useState(known);
  const settled = useDebounced(text);
  // Only a change of what was typed asks; the address may change by itself, as by the back button.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (settled !== known) onSearch(settled);
  }, [settled]);
  return (
    <div className="grows">
      <TextField label={texts.search} type="search" maxLength={150} problem={problem} value={text} onChange={setText} />
    </div>
  );
}
