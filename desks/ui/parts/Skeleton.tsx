import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";

/** Where content is about to stand: as many lines as it will have, so that nothing moves when it comes. */
export function Skeleton({ lines = 3 }: { lines?: number }) {
  const texts = useTexts(UI);
  return (
    <div className="skeleton" role="status" aria-label={texts.loading}>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <div key={line} />
      ))}
    </div>
  );
}
