import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";
import { Button } from "./Button.tsx";

type Props = { onPrevious: (() => void) | null; onNext: (() => void) | null };

/** To the page before and after. */
export function Pager({ onPrevious, onNext }: Props) {
  const texts = useTexts(UI);
  if (onPrevious === null && onNext === null) return null;
  return (
    <nav className="pager" aria-label={texts.paging}>
      <Button look="secondary" disabled={onPrevious === null} onClick={() => onPrevious?.()}>
        {texts.previousPage}
      </Button>
      <Button look="secondary" disabled={onNext === null} onClick={() => onNext?.()}>
        {texts.nextPage}
      </Button>
    </nav>
  );
}
