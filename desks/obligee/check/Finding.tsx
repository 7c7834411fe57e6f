import { Link } from "@tanstack/react-router";
import type { ResultOf } from "../../gql/graphql.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { Banner } from "../../ui/parts/Banner.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import type { VerifyDocument } from "./operations.ts";
import { ADDITION, CHECK } from "./texts.ts";

type Finding = ResultOf<typeof VerifyDocument>["verifyDocument"];
type Tone = "good" | "warn" | "bad";

/** How sure the verdict is: only a valid certificate of a trusted signer is good. */
export function toneOfFinding({ verdict, validity, trust }: Finding): Tone {
  if (verdict === "GENUINE") return validity?.isValid && trust === "TRUSTED" ? "good" : "warn";
  return verdict === "COPY" ? "warn" : "bad";
}

/** The verdict in the words of /verify. */
export function FindingShown({ finding, fileName }: { finding: Finding; fileName: string }) {
  const texts = useTexts(CHECK);
  const { verdict, trust } = finding;
  const isKnown = verdict === "GENUINE" || verdict === "COPY";
  const words = {
    GENUINE: [trust === "SAMPLE" ? texts.sample : texts.genuine, texts.genuineLead],
    COPY: [texts.copy, texts.copyLead],
    ALTERED: [texts.altered, texts.alteredLead],
    UNCONFIRMED: [texts.unconfirmed, texts.unconfirmedLead],
  } as const;
  const [title, lead] = words[verdict];
  return (
    <>
      <Banner tone={toneOfFinding(finding)} title={title}>
        <p>{lead}</p>
        {verdict === "GENUINE" && trust === "SAMPLE" && <p>{texts.sampleLead}</p>}
        {verdict === "GENUINE" && trust === "UNKNOWN" && <p>{texts.unknownSigner}</p>}
      </Banner>
      <Details finding={finding} fileName={fileName} />
      {isKnown && finding.guaranteeNumber ? (
        <Link to="/certificates" search={{ show: "all", search: finding.guaranteeNumber }}>
          {texts.list}
        </Link>
      ) : (
        <Link to="/">{texts.toLookUp}</Link>
      )}
    </>
  );
}

function Details({ finding, fileName }: { finding: Finding; fileName: string }) {
  const texts = useTexts(CHECK);
  const names = useTexts(ADDITION);
  const { verdict, validity, additions } = finding;
  const added = additions?.map((one) => names[one] ?? one).join("、");
  const isGenuine = verdict === "GENUINE";
  return (
    <Facts
      facts={[
        { name: texts.number, value: finding.guaranteeNumber },
        { name: texts.file, value: fileName },
        { name: texts.state, value: validity?.message ?? null },
        isGenuine && validity?.since ? { name: texts.since, value: formatMoment(validity.since).slice(0, 10) } : null,
        { name: texts.issuer, value: finding.issuer },
        isGenuine && added ? { name: texts.additions, value: texts.additionsLead(added) } : null,
        isGenuine && {
          name: texts.signedAt,
          value: finding.signedAt ? formatMoment(finding.signedAt) : texts.noRecord,
        },
      ]}
    />
  );
}
