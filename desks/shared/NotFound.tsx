import { Link } from "@tanstack/react-router";
import { PageHead } from "../ui/layout/PageHead.tsx";
import { useTexts } from "./language.tsx";
import { COMMON } from "./texts.ts";

/** For addresses that are no page, and for what the person may not see: both read the same. */
export function NotFound() {
  const texts = useTexts(COMMON);
  return (
    <>
      <PageHead title={texts.notFound} lead={texts.notFoundLead} />
      <Link to="/" className="button secondary">
        {texts.toStart}
      </Link>
    </>
  );
}
