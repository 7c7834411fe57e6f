import { GUARANTEE_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { Checkbox } from "../../ui/form/Checkbox.tsx";
import { Select } from "../../ui/form/Select.tsx";
import { SearchField } from "../lists/SearchField.tsx";
import { type ApplicationSearch, KINDS, STATUSES } from "./search.ts";
import { APPLICATIONS } from "./texts.ts";

type Props = { search: ApplicationSearch; onChange: (changed: ApplicationSearch) => void };

/** What narrows the list; it lives in the address. */
export function Filters({ search, onChange }: Props) {
  const texts = useTexts(APPLICATIONS);
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  return (
    <search className="filters">
      <SearchField
        label={texts.searchLabel}
        hint={texts.searchHint}
        value={search.q ?? ""}
        onSearch={(q) => onChange({ q: q || undefined })}
      />
      <Select
        label={texts.kind}
        empty={texts.all}
        options={KINDS.map((value) => ({ value, label: kinds[value] ?? value }))}
        value={search.kind ?? ""}
        onChange={(kind) => onChange({ kind: KINDS.find((each) => each === kind) })}
      />
      <Select
        label={texts.status}
        empty={texts.all}
        options={STATUSES.map((value) => ({ value, label: states[value] ?? value }))}
        value={search.status ?? ""}
        onChange={(status) => onChange({ status: STATUSES.find((each) => each === status) })}
      />
      <Checkbox
        label={texts.unread}
        checked={search.unread ?? false}
        onChange={(isOn) => onChange({ unread: isOn || undefined })}
      />
    </search>
  );
}
