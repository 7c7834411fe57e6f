import { useCallback } from "react";
import { FEE_METHOD } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { today } from "../../shared/typed.ts";
import { DateField } from "../../ui/form/DateField.tsx";
import { Select } from "../../ui/form/Select.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { SearchField } from "../lists/SearchField.tsx";
import { useMonth } from "./payment.tsx";
import { EVERYTHING, isNarrowed, lastMonths, METHODS, type StatementSearch } from "./search.ts";
import { STATEMENTS } from "./texts.ts";

type Props = { search: StatementSearch; onChange: (change: StatementSearch) => void };

/** What narrows statements or bills; every choice counts at once and stands in the address. */
export function Filters({ search, onChange }: Props) {
  const texts = useTexts(STATEMENTS);
  const month = useMonth();
  return (
    <search className="filters" aria-label={texts.filters}>
      {search.tab !== "bills" && <OfStatements search={search} onChange={onChange} />}
      <Select
        label={texts.payment}
        empty={texts.any}
        value={search.paid ?? ""}
        options={[
          { value: "unpaid", label: texts.payments.unpaid },
          { value: "paid", label: texts.payments.paid },
        ]}
        onChange={(value) => onChange({ paid: value === "paid" || value === "unpaid" ? value : undefined })}
      />
      <Select
        label={texts.billMonth}
        empty={texts.any}
        value={search.month ?? ""}
        options={lastMonths(today()).map((value) => ({ value, label: month(value) }))}
        onChange={(value) => onChange({ month: value || undefined })}
      />
      {isNarrowed(search) && (
        <Button look="text" onClick={() => onChange(EVERYTHING)}>
          {texts.clear}
        </Button>
      )}
    </search>
  );
}

function OfStatements({ search, onChange }: Props) {
  const texts = useTexts(STATEMENTS);
  const methods = useTexts(FEE_METHOD);
  const onSearch = useCallback((number: string) => onChange({ number: number || undefined }), [onChange]);
  return (
    <>
      <SearchField
        label={texts.guaranteeNumber}
        hint={texts.guaranteeHint}
        value={search.number ?? ""}
        onSearch={onSearch}
      />
      <Select
        label={texts.method}
        empty={texts.any}
        value={search.method ?? ""}
        options={METHODS.map((value) => ({ value, label: methods[value] ?? value }))}
        onChange={(value) => onChange({ method: METHODS.find((known) => known === value) })}
      />
      <DateField
        label={texts.issuedFrom}
        value={search.from ?? null}
        onChange={(from) => onChange({ from: from ?? undefined })}
      />
      <DateField
        label={texts.issuedTo}
        value={search.to ?? null}
        onChange={(to) => onChange({ to: to ?? undefined })}
      />
    </>
  );
}
