import { useTexts } from "../../shared/language.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { isNarrowed, type StatementSearch } from "./search.ts";
import { STATEMENTS } from "./texts.ts";

type Props = { search: StatementSearch; title: string; lead: string; onClear: () => void };

/** No rows: because there are none at all, or because of the conditions. */
export function Nothing({ search, title, lead, onClear }: Props) {
  const texts = useTexts(STATEMENTS);
  if (!isNarrowed(search))
    return (
      <EmptyState title={title}>
        <p>{lead}</p>
      </EmptyState>
    );
  return (
    <EmptyState
      title={texts.noMatch}
      action={
        <Button look="secondary" onClick={onClear}>
          {texts.clear}
        </Button>
      }
    >
      <p>{texts.noMatchLead}</p>
    </EmptyState>
  );
}
