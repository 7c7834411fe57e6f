import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { formatDay, formatMoment, formatNumber } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { GuaranteeCertificateFile } from "./operations.ts";
import { GUARANTEE } from "./texts.ts";
import type { Guarantee } from "./types.ts";

type Version = Guarantee["history"][number];

/** 電子保証情報（履歴情報）: the versions of the certificate, the current one first. */
export function History({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(GUARANTEE);
  const subject = useSubject();
  const rows = guarantee.history.map((version, index) => ({ version, no: index + 1 })).reverse();
  const columns: Column<(typeof rows)[number]>[] = [
    { key: "no", label: texts.no, cell: ({ no }) => no },
    {
      key: "issuedAt",
      label: texts.issuedAt,
      cell: ({ version }) => formatMoment(version.issuedAt),
    },
    {
      key: "subject",
      label: texts.subject,
      cell: ({ version }) => (
        <>
          {subject(version)} {version.status === "CURRENT" && <StatusTag tone="good">{texts.current}</StatusTag>}
        </>
      ),
    },
    { key: "amount", label: texts.amount, isSum: true, cell: ({ version }) => texts.yen(formatNumber(version.amount)) },
    { key: "expiry", label: texts.expiry, cell: ({ version }) => formatDay(version.expiryDate) },
    {
      key: "file",
      label: texts.certificate,
      cell: ({ version }) => <CertificateButton id={version.id} name={subject(version)} />,
    },
  ];
  return (
    <Section anchor="history" title={guarantee.medium === "ELECTRONIC" ? texts.history : texts.historyPaper}>
      <p className="hint">{texts.historyLead}</p>
      <Table
        caption={texts.historyCaption(rows.length)}
        columns={columns}
        rows={rows}
        keyOf={({ version }) => version.id}
      />
    </Section>
  );
}

/** 新規, 変更－n, and whether it replaces a version that was wrong. */
export function useSubject(): (version: Pick<Version, "amendmentNumber" | "reason">) => string {
  const texts = useTexts(GUARANTEE);
  return ({ amendmentNumber, reason }) =>
    (amendmentNumber === 0 ? texts.subjectNew : texts.subjectAmended(amendmentNumber)) +
    (reason === "CORRECTION" ? texts.corrected : "");
}

function CertificateButton({ id, name }: { id: string; name: string }) {
  const texts = useTexts(GUARANTEE);
  return (
    <FileButton query={GuaranteeCertificateFile} variables={{ id }} of={ofCertificate}>
      {texts.openCertificate}
      <span className="visually-hidden">{name}</span>
    </FileButton>
  );
}

type File = { url: string; filename: string; state: string; retryAfter: number | null };

function ofCertificate({
  node,
}: {
  node: { __typename: string } | { __typename: "Certificate"; document: File } | null;
}) {
  return node !== null && "document" in node ? node.document : null;
}
