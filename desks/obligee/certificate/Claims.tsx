import { Link } from "@tanstack/react-router";
import { CLAIM_STATUS } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { useMayAct } from "../useMayAct.ts";
import { useWritten } from "../useWritten.ts";
import { CERTIFICATE } from "./texts.ts";
import type { Certificate } from "./types.ts";

/** Claims under the guarantee, and the way to file one. */
export function Claims({ certificate }: { certificate: Certificate }) {
  const { yen } = useWritten();
  const texts = useTexts(CERTIFICATE);
  const states = useTexts(CLAIM_STATUS);
  const { mayAct } = useMayAct();
  const { claims, status } = certificate.guarantee;
  return (
    <Section title={texts.claims}>
      <p className="hint no-print">{texts.claimsLead}</p>
      {claims.length === 0 && <p>{texts.noClaims}</p>}
      <ul>
        {claims.map((claim) => (
          <li key={claim.id}>
            <Link to="/claims/$id" params={{ id: claim.id }}>
              {texts.claimOf(formatMoment(claim.filedAt), yen(claim.amount))}
            </Link>{" "}
            <StatusTag tone="info">{states[claim.status] ?? claim.status}</StatusTag>
          </li>
        ))}
      </ul>
      {mayAct && status === "IN_FORCE" && (
        <Link className="button secondary" to="/certificates/$id/claim" params={{ id: certificate.id }}>
          {texts.fileClaim}
        </Link>
      )}
    </Section>
  );
}
