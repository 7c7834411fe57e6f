import { getRouteApi, Link, Navigate } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { GuaranteeLink } from "../certificate/operations.ts";
import { CERTIFICATE } from "../certificate/texts.ts";
import { useReread } from "../useReread.ts";

const route = getRouteApi("/guarantees/$id");

/** The target of links in mails: leads to the certificate of the guarantee that holds, or to its last one. */
export function GuaranteePage() {
  const { id } = route.useParams();
  const texts = useTexts(CERTIFICATE);
  const [result, refresh] = useQuery({ query: GuaranteeLink, variables: { id } });
  const reread = useReread(refresh);
  const node = result.data?.node;
  if (node?.__typename === "Guarantee") {
    const shown = node.certificate ?? node.history.at(-1);
    if (shown) return <Navigate to="/certificates/$id" params={{ id: shown.id }} replace />;
  }
  if (result.data === undefined) {
    return (
      <>
        <PageHead title={texts.loading} />
        {result.error ? <LoadFailure onRetry={reread} /> : <Skeleton lines={18} />}
      </>
    );
  }
  return (
    <>
      <PageHead title={texts.gone} lead={texts.goneLead} />
      <Link className="button secondary" to="/">
        {texts.toLookUp}
      </Link>
    </>
  );
}
