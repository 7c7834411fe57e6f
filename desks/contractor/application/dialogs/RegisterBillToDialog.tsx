import { useState } from "react";
import { useTexts } from "../../../shared/language.tsx";
import { problemOf } from "../../../shared/problems.ts";
import { useAct } from "../../../shared/useAct.ts";
import { TextField } from "../../../ui/form/TextField.tsx";
import { Banner } from "../../../ui/parts/Banner.tsx";
import { Button } from "../../../ui/parts/Button.tsx";
import { Dialog } from "../../../ui/parts/Dialog.tsx";
import { FORM } from "../texts/form.ts";
import { PROCESS } from "../texts/process.ts";
import { RegisterBillTo } from "./operations.ts";

type Props = { name: string; onRegistered: (id: string) => void; onClose: () => void };

/** Adds a bill-to party, with department and address, to the company's register. */
export function RegisterBillToDialog({ name: known, onRegistered, onClose }: Props) {
  const texts = useTexts(FORM);
  const process = useTexts(PROCESS);
  const [name, setName] = useState(known);
  const [department, setDepartment] = useState("");
  const [address, setAddress] = useState("");
  const { run, isBusy, refused } = useAct(RegisterBillTo, "BillToSaved");
  const register = async () => {
    const given = { name, department: department || null, address: address || null };
    const result = await run((idempotencyKey) => ({ input: { ...given, idempotencyKey } }));
    if (result?.ok) onRegistered(result.value.billTo.id);
  };
  return (
    <Dialog title={texts.registerBillTo} onClose={onClose}>
      {refused && <Banner tone="bad" title={refused.message} />}
      <p className="hint">{texts.registerBillToLead}</p>
      <TextField
        label={texts.billToName}
        required
        problem={problemOf(refused, "name")}
        autoComplete="organization"
        value={name}
        onChange={setName}
      />
      <TextField
        label={texts.billToDepartment}
        problem={problemOf(refused, "department")}
        value={department}
        onChange={setDepartment}
      />
      <TextField
        label={texts.billToAddress}
        problem={problemOf(refused, "address")}
        autoComplete="street-address"
        value={address}
        onChange={setAddress}
      />
      <div className="row">
        <Button isBusy={isBusy} onClick={() => void register()}>
          {texts.register}
        </Button>
        <Button look="secondary" onClick={onClose}>
          {process.cancel}
        </Button>
      </div>
    </Dialog>
  );
}
