import { issuerRows, type PaperRow, paperRows } from "./rows.ts";
import type { Certificate, Comparison } from "./types.ts";
import { amendmentMark, certificateTitle, ELECTRONIC_ONLY, notes, terms, undertaking } from "./words.ts";

type Props = { certificate: Certificate; comparisons: readonly Comparison[] };

/** The certificate as the paper reads, in full. What differs from the expected contract is marked in its row. */
export function Paper({ certificate, comparisons }: Props) {
  const mark = amendmentMark(certificate.amendmentNumber);
  return (
    <article className="paper" lang="ja" aria-labelledby="paper-title">
      {certificate.medium === "ELECTRONIC" && <p className="paper-head">{ELECTRONIC_ONLY}</p>}
      <h2 id="paper-title">{certificateTitle(certificate.kind)}</h2>
      {mark && <p className="paper-mark">{mark}</p>}
      <dl className="paper-rows">
        {paperRows(certificate).map((row) => (
          <Row key={row.name} row={row} comparison={comparisons.find((one) => one.field === row.field)} />
        ))}
      </dl>
      <p className="paper-clause">{undertaking(certificate.generalTerms)}</p>
      <dl className="paper-rows paper-issuer">
        {issuerRows(certificate).map((row) => (
          <Row key={row.name} row={row} comparison={undefined} />
        ))}
      </dl>
      <div className="paper-notes">
        <p>（注）</p>
        <ol>
          {notes(terms(certificate.contractType).price).map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      </div>
    </article>
  );
}

function Row({ row, comparison }: { row: PaperRow; comparison: Comparison | undefined }) {
  const verdict = comparison && (comparison.matches ? "matches" : "differs");
  return (
    <div className={[row.isMain && "main", verdict].filter(Boolean).join(" ") || undefined}>
      <dt>{row.name}</dt>
      <dd>
        {row.value}
        {comparison && !comparison.matches && (
          <span className="paper-difference">契約書の記載：{comparison.expected}</span>
        )}
      </dd>
    </div>
  );
}
