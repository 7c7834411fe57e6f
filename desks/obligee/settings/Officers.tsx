import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { useTexts } from "../../shared/language.tsx";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { useAct } from "../../shared/useAct.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { useMayAct } from "../useMayAct.ts";
import { OfficerDialog } from "./OfficerDialog.tsx";
import { ChangeOfficer } from "./operations.ts";
import type { Obligee } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

type Officer = Obligee["contractingOfficers"][number];
type Props = { obligee: Obligee; onChanged: () => void };

/** 被保証者: to whom certificates are made out. */
export function Officers({ obligee, onChanged }: Props) {
  const texts = useTexts(SETTINGS_TEXTS);
  const { isAdministrator } = useMayAct();
  const [edited, setEdited] = useState<Officer | "new" | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  const { run, refused } = useAct(ChangeOfficer, "ContractingOfficerChanged");
  const change = async ({ id, version, isActive }: Officer) => {
    setIsSaved(false);
    const result = await run((idempotencyKey) => ({
      input: { contractingOfficerId: id, version, isActive: !isActive, idempotencyKey },
    }));
    setIsSaved(result?.ok ?? false);
    onChanged();
  };
  return (
    <>
      <p>{texts.officersLead}</p>
      {isSaved && <DoneBanner title={texts.officerSaved} />}
      <RefusedBanner refused={refused} />
      {obligee.contractingOfficers.length === 0 ? (
        <EmptyState title={texts.noOfficers}>
          <p>{texts.noOfficersLead(obligee.title)}</p>
        </EmptyState>
      ) : (
        <OfficerTable
          officers={obligee.contractingOfficers}
          mayChange={isAdministrator}
          onEdit={setEdited}
          onToggle={(officer) => void change(officer)}
        />
      )}
      {isAdministrator ? (
        <div className="form-actions">
          <Button onClick={() => setEdited("new")}>{texts.addOfficer}</Button>
        </div>
      ) : (
        <p className="hint">{texts.onlyAdministrators}</p>
      )}
      {edited && (
        <OfficerDialog
          officer={edited === "new" ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            setIsSaved(true);
            onChanged();
          }}
        />
      )}
    </>
  );
}

type TableProps = {
  officers: readonly Officer[];
  mayChange: boolean;
  onEdit: (officer: Officer) => void;
  onToggle: (officer: Officer) => void;
};

function OfficerTable({ officers, mayChange, onEdit, onToggle }: TableProps) {
  const texts = useTexts(SETTINGS_TEXTS);
  const columns: Column<Officer>[] = [
    { key: "title", label: texts.officerTitle, cell: (row) => row.title },
    { key: "office", label: texts.office, cell: (row) => row.office ?? "－" },
    {
      key: "state",
      label: texts.state,
      cell: (row) => (
        <StatusTag tone={row.isActive ? "good" : "quiet"}>{row.isActive ? texts.active : texts.inactive}</StatusTag>
      ),
    },
  ];
  const act: Column<Officer> = {
    key: "act",
    label: texts.act,
    cell: (row) => (
      <div className="row">
        <Button look="text" aria-label={texts.changeOfficerOf(row.title)} onClick={() => onEdit(row)}>
          {texts.changeOfficer}
        </Button>
        <Button
          look="text"
          aria-label={row.isActive ? texts.deactivateOf(row.title) : texts.activateOf(row.title)}
          onClick={() => onToggle(row)}
        >
          {row.isActive ? texts.deactivate : texts.activate}
        </Button>
      </div>
    ),
  };
  return <Table caption="" columns={mayChange ? [...columns, act] : columns} rows={officers} keyOf={(row) => row.id} />;
}
