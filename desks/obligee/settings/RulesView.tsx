import { CONTRACT_TYPE, HANDOVER_CHANNEL, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { formatMoment } from "../../shared/typed.ts";
import { Facts } from "../../ui/parts/Facts.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { BASIS } from "../labels.ts";
import { useWritten } from "../useWritten.ts";
import { percentOf, type Rules } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

/** One set of rules, in full. */
export function RulesView({ rules }: { rules: Rules }) {
  const { day, yen } = useWritten();
  const texts = useTexts(SETTINGS_TEXTS);
  const { limits } = rules;
  const percent = (ratio: number) => texts.percent(percentOf(ratio));
  const sum = (amount: number | null) => (amount === null ? texts.noSum : yen(amount));
  return (
    <>
      <Facts
        facts={[
          { name: texts.validFrom, value: day(rules.validFrom) },
          rules.validTo !== null && { name: texts.validTo, value: day(rules.validTo) },
          rules.setAt !== null && { name: texts.setAt, value: formatMoment(rules.setAt) },
          { name: texts.advance, value: percent(limits.advancePaymentRatio) },
          { name: texts.servicesAdvance, value: percent(limits.servicesAdvancePaymentRatio) },
          { name: texts.intermediate, value: percent(limits.intermediateRatio) },
          { name: texts.combined, value: percent(limits.combinedRatio) },
          { name: texts.performance, value: percent(limits.performanceMinimumRatio) },
          { name: texts.raised, value: percent(limits.raisedPerformanceMinimumRatio) },
          { name: texts.cap, value: sum(limits.advancePaymentCap) },
          { name: texts.unit, value: sum(limits.roundingUnit) },
          { name: texts.minimum, value: sum(limits.minimumPrice) },
        ]}
      />
      <Acceptances rules={rules} />
      <Offices rules={rules} />
    </>
  );
}

function Acceptances({ rules }: { rules: Rules }) {
  const { day } = useWritten();
  const texts = useTexts(SETTINGS_TEXTS);
  const kinds = useTexts(KIND);
  const types = useTexts(CONTRACT_TYPE);
  const bases = useTexts(BASIS);
  const channels = useTexts(HANDOVER_CHANNEL);
  const columns: Column<Rules["acceptances"][number]>[] = [
    { key: "kind", label: texts.kind, cell: (row) => kinds[row.kind] },
    { key: "type", label: texts.contractType, cell: (row) => types[row.contractType] },
    { key: "from", label: texts.from, cell: (row) => `${day(row.from)}（${bases[row.basis]}）` },
    { key: "channels", label: texts.channels, cell: (row) => row.channels.map((one) => channels[one]).join("、") },
    { key: "addresses", label: texts.addresses, cell: (row) => row.noticeAddresses.join("、") || "－" },
    { key: "approved", label: texts.approvedOnly, cell: (row) => (row.approvedContractsOnly ? texts.yes : texts.no) },
    { key: "note", label: texts.note, cell: (row) => row.note ?? "－" },
  ];
  return (
    <>
      <h3>{texts.acceptances}</h3>
      {rules.acceptances.length === 0 ? (
        <p>{texts.noAcceptances}</p>
      ) : (
        <Table
          caption=""
          columns={columns}
          rows={rules.acceptances}
          keyOf={(row) => `${row.kind} ${row.contractType}`}
        />
      )}
    </>
  );
}

function Offices({ rules }: { rules: Rules }) {
  const texts = useTexts(SETTINGS_TEXTS);
  const kinds = useTexts(KIND);
  const columns: Column<Rules["offices"][number]>[] = [
    { key: "name", label: texts.officeName, cell: (row) => row.name },
    { key: "kind", label: texts.kind, cell: (row) => kinds[row.kind] },
    { key: "addresses", label: texts.addresses, cell: (row) => row.noticeAddresses.join("、") },
  ];
  return (
    <>
      <h3>{texts.offices}</h3>
      {rules.offices.length === 0 ? (
        <p>{texts.noOffices}</p>
      ) : (
        <Table
          caption={texts.officesLead}
          columns={columns}
          rows={rules.offices}
          keyOf={(row) => `${row.name} ${row.kind}`}
        />
      )}
    </>
  );
}
