import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { DESK } from "../texts.ts";

export function CertificatesPage() {
  const texts = useTexts(DESK);
  return <PageHead title={texts.certificates} />;
}
