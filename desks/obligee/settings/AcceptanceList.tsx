import type { Refused } from "../../gql/outcomes.ts";
import { CONTRACT_TYPE, HANDOVER_CHANNEL, KIND } from "../../shared/labels.ts";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { Checkbox } from "../../ui/form/Checkbox.tsx";
import { DateField } from "../../ui/form/DateField.tsx";
import { Select } from "../../ui/form/Select.tsx";
import { TextArea } from "../../ui/form/TextArea.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { BASIS } from "../labels.ts";
import { KINDS, oneOf } from "../search.ts";
import { type AcceptanceTyped, newRow } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

const TYPES = ["WORKS", "SERVICES"] as const;
const BASES = ["CONTRACT_DATE", "TENDER_NOTICE_DATE", "BID_DATE"] as const;
const CHANNELS = ["E_CONTRACT_SYSTEM", "EMAIL", "DIRECT"] as const;

type Props = {
  acceptances: readonly AcceptanceTyped[];
  refused: Refused | null;
  onChange: (acceptances: readonly AcceptanceTyped[]) => void;
};

/** Which electronic guarantees are accepted: each kind and type of contract once. */
export function AcceptanceList({ acceptances, refused, onChange }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const kinds = useTexts(KIND);
  const types = useTexts(CONTRACT_TYPE);
  const nameOf = (one: AcceptanceTyped) => `${kinds[one.kind]}（${types[one.contractType]}）`;
  const add = () =>
    onChange([
      ...acceptances,
      {
        id: newRow(),
        kind: "ADVANCE_PAYMENT",
        contractType: "WORKS",
        from: null,
        basis: "CONTRACT_DATE",
        channels: ["E_CONTRACT_SYSTEM"],
        note: "",
        addresses: "",
        approvedContractsOnly: false,
      },
    ]);
  return (
    <div className="stack">
      {acceptances.length === 0 && <p>{texts.noAcceptances}</p>}
      {acceptances.map((one, index) => (
        <fieldset key={one.id} className="card">
          <legend>{nameOf(one)}</legend>
          <Acceptance
            typed={one}
            path={`acceptances.${index}`}
            refused={refused}
            onChange={(next) => onChange(acceptances.map((each) => (each.id === one.id ? next : each)))}
          />
          <Button
            look="text"
            aria-label={texts.removeOf(nameOf(one))}
            onClick={() => onChange(acceptances.filter((each) => each.id !== one.id))}
          >
            {texts.remove}
          </Button>
        </fieldset>
      ))}
      <Button look="secondary" onClick={add}>
        {texts.addAcceptance}
      </Button>
    </div>
  );
}

type OneProps = {
  typed: AcceptanceTyped;
  path: string;
  refused: Refused | null;
  onChange: (typed: AcceptanceTyped) => void;
};

function Acceptance({ typed, path, refused, onChange }: OneProps) {
  const texts = useTexts(SETTINGS_TEXTS);
  const kinds = useTexts(KIND);
  const types = useTexts(CONTRACT_TYPE);
  const bases = useTexts(BASIS);
  const set = (change: Partial<AcceptanceTyped>) => onChange({ ...typed, ...change });
  return (
    <>
      <div className="form-grid">
        <Select
          label={texts.kind}
          value={typed.kind}
          options={KINDS.map((value) => ({ value, label: kinds[value] ?? value }))}
          onChange={(value) => set({ kind: oneOf(value, KINDS) ?? typed.kind })}
        />
        <Select
          label={texts.contractType}
          value={typed.contractType}
          options={TYPES.map((value) => ({ value, label: types[value] ?? value }))}
          onChange={(value) => set({ contractType: oneOf(value, TYPES) ?? typed.contractType })}
        />
        <DateField
          label={texts.from}
          required
          problem={problemOf(refused, `${path}.from`)}
          value={typed.from}
          onChange={(from) => set({ from })}
        />
        <Select
          label={texts.basis}
          value={typed.basis}
          options={BASES.map((value) => ({ value, label: bases[value] ?? value }))}
          onChange={(value) => set({ basis: oneOf(value, BASES) ?? typed.basis })}
        />
      </div>
      <Channels typed={typed} problem={problemOf(refused, `${path}.channels`)} onSet={set} />
      <TextArea
        label={texts.addresses}
        hint={texts.addressesHint}
        rows={2}
        problem={problemOf(refused, `${path}.noticeAddresses`)}
        value={typed.addresses}
        onChange={(addresses) => set({ addresses })}
      />
      <TextField
        label={texts.note}
        hint={texts.noteHint}
        problem={problemOf(refused, `${path}.note`)}
        value={typed.note}
        onChange={(note) => set({ note })}
      />
      <Checkbox
        label={texts.approvedOnly}
        checked={typed.approvedContractsOnly}
        onChange={(approvedContractsOnly) => set({ approvedContractsOnly })}
      />
    </>
  );
}

type ChannelsProps = {
  typed: AcceptanceTyped;
  problem: string | null;
  onSet: (change: Partial<AcceptanceTyped>) => void;
};

function Channels({ typed, problem, onSet }: ChannelsProps) {
  const texts = useTexts(SETTINGS_TEXTS);
  const channels = useTexts(HANDOVER_CHANNEL);
  return (
    <fieldset className={problem ? "field has-problem" : "field"}>
      <legend>{texts.channels}</legend>
      <div className="choices">
        {CHANNELS.map((channel) => (
          <Checkbox
            key={channel}
            label={channels[channel]}
            checked={typed.channels.includes(channel)}
            onChange={(is) =>
              onSet({ channels: CHANNELS.filter((one) => (one === channel ? is : typed.channels.includes(one))) })
            }
          />
        ))}
      </div>
      {problem && (
        <p className="problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
