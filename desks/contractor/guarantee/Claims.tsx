import { CLAIM_STATUS } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { CLAIM_TONE, toneOf } from "../../shared/tones.ts";
import { formatMoment, formatNumber } from "../../shared/typed.ts";
import { Facts } from "../../ui/parts/Facts.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { useDay } from "./Overview.tsx";
import { RECORD } from "./recordTexts.ts";
import { GUARANTEE } from "./texts.ts";
import type { Claim, Guarantee } from "./types.ts";

/** 保証金の請求: what the contractor may see of the obligee's claims. */
export function Claims({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(RECORD);
  if (guarantee.claims.length === 0) return null;
  return (
    <Section anchor="claims" title={texts.claims}>
      <p className="hint">{texts.claimsLead}</p>
      {guarantee.claims.map((claim) => (
        <OneClaim key={claim.id} claim={claim} />
      ))}
    </Section>
  );
}

function OneClaim({ claim }: { claim: Claim }) {
  const texts = useTexts(RECORD);
  const { yen } = useTexts(GUARANTEE);
  const states = useTexts(CLAIM_STATUS);
  const day = useDay();
  const sum = (amount: number | null) => (amount === null ? null : yen(formatNumber(amount)));
  return (
    <div className="card">
      <p>
        <StatusTag tone={toneOf(CLAIM_TONE, claim.status)}>{states[claim.status] ?? claim.status}</StatusTag>
      </p>
      <Facts
        facts={[
          { name: texts.filedAt, value: formatMoment(claim.filedAt) },
          { name: texts.claimAmount, value: sum(claim.amount) },
          { name: texts.claimReason, value: claim.reason },
          { name: texts.contractEnded, value: day(claim.contractEndedOn) },
          { name: texts.claimDue, value: day(claim.dueOn) },
          { name: texts.decidedAt, value: claim.decidedAt && formatMoment(claim.decidedAt) },
          { name: texts.decision, value: claim.decision },
          { name: texts.accepted, value: sum(claim.acceptedAmount) },
          { name: texts.paidOn, value: claim.paidOn && day(claim.paidOn) },
          { name: texts.paidAmount, value: sum(claim.paidAmount) },
        ]}
      />
    </div>
  );
}
