import { ROLE } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { Section } from "../../ui/parts/Section.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { RECORD } from "./recordTexts.ts";
import type { Guarantee } from "./types.ts";

type Row = Guarantee["keyPresentations"][number];

/** Who has read the certificate with number and key. */
export function Presentations({ guarantee }: { guarantee: Guarantee }) {
  const texts = useTexts(RECORD);
  const roles = useTexts(ROLE);
  const rows = guarantee.keyPresentations;
  const columns: Column<Row>[] = [
    {
      key: "who",
      label: texts.who,
      cell: (row) => (
        <>
          {row.person === null ? row.by : texts.person(row.by, row.person)}
          <span className="sub">{roles[row.role] ?? row.role}</span>
        </>
      ),
    },
    { key: "first", label: texts.first, cell: (row) => formatMoment(row.firstAt) },
    { key: "last", label: texts.last, cell: (row) => formatMoment(row.lastAt) },
    { key: "times", label: texts.times, cell: (row) => texts.timesOf(row.times) },
  ];
  return (
    <Section title={texts.presentations}>
      {rows.length === 0 ? (
        <p className="hint">{texts.noPresentations}</p>
      ) : (
        <Table
          caption={texts.presentationsLead}
          columns={columns}
          rows={rows}
          keyOf={(row) => `${row.by} ${row.person} ${row.address} ${row.firstAt}`}
        />
      )}
    </Section>
  );
}
