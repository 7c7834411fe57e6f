import { Link } from "@tanstack/react-router";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { INVALIDITY } from "../labels.ts";
import { useWritten } from "../useWritten.ts";
import { CERTIFICATE } from "./texts.ts";
import type { Certificate, Guarantee } from "./types.ts";
import { amendmentMark } from "./words.ts";

type Version = Guarantee["history"][number];

/** 電子保証情報（履歴情報）: new and amended versions. */
export function Versions({ certificate }: { certificate: Certificate }) {
  const { day, yen } = useWritten();
  const texts = useTexts(CERTIFICATE);
  const reasons = useTexts(INVALIDITY);
  const { history } = certificate.guarantee;
  const columns: Column<Version>[] = [
    { key: "no", label: texts.no, cell: (row) => history.indexOf(row) + 1 },
    { key: "issued", label: texts.issuedAt, cell: (row) => formatMoment(row.issuedAt) },
    { key: "what", label: texts.what, cell: (row) => amendmentMark(row.amendmentNumber) ?? texts.newVersion },
    { key: "amount", label: texts.amount, isSum: true, cell: (row) => yen(row.amount) },
    { key: "expiry", label: texts.expiry, cell: (row) => day(row.expiryDate) },
    {
      key: "validity",
      label: texts.validity,
      cell: (row) => (row.validity.reason ? reasons[row.validity.reason] : texts.validNow),
    },
    {
      key: "open",
      label: texts.open,
      cell: (row) =>
        row.id === certificate.id ? (
          <StatusTag tone="info">{texts.shown}</StatusTag>
        ) : (
          <Link to="/certificates/$id" params={{ id: row.id }}>
            {texts.open}
          </Link>
        ),
    },
  ];
  return (
    <Section title={texts.versions}>
      <Table caption={texts.versionsLead} columns={columns} rows={history} keyOf={(row) => row.id} />
    </Section>
  );
}
