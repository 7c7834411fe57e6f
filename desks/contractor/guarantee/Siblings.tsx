import { Link } from "@tanstack/react-router";
import { GUARANTEE_STATUS, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { GUARANTEE_TONE, toneOf } from "../../shared/tones.ts";
import { formatNumber } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { GUARANTEE } from "./texts.ts";
import type { Guarantee } from "./types.ts";

/** The other guarantees of the same contract. */
export function Siblings({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(GUARANTEE);
  const kinds = useTexts(KIND);
  const states = useTexts(GUARANTEE_STATUS);
  const others = guarantee.contract.guarantees.filter((other) => other.id !== guarantee.id);
  if (others.length === 0) return null;
  return (
    <Section anchor="siblings" title={texts.siblings}>
      <p className="hint">{texts.siblingsLead}</p>
      <ul className="plain">
        {others.map((other) => (
          <li key={other.id} className="row">
            <Link to="/guarantees/$id" params={{ id: other.id }}>
              {kinds[other.kind]} {other.number ?? texts.beforeIssue}
            </Link>
            <span>{texts.yen(formatNumber(other.amount))}</span>
            <StatusTag tone={toneOf(GUARANTEE_TONE, other.status)}>{states[other.status] ?? other.status}</StatusTag>
          </li>
        ))}
      </ul>
    </Section>
  );
}
