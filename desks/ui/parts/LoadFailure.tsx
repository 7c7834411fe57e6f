import { useTexts } from "../../shared/language.tsx";
import { UI } from "../texts.ts";
import { Banner } from "./Banner.tsx";
import { Button } from "./Button.tsx";

/** Something could not be read: says so, and offers to try again. */
export function LoadFailure({ message, onRetry }: { message?: string | undefined; onRetry: () => void }) {
  const texts = useTexts(UI);
  return (
    <Banner
      tone="bad"
      title={message || texts.failed}
      action={
        <Button look="secondary" onClick={onRetry}>
          {texts.retry}
        </Button>
      }
    />
  );
}
