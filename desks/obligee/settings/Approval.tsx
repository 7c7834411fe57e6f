import { useState } from "react";
import { DoneBanner } from "../../shared/DoneBanner.tsx";
import { useTexts } from "../../shared/language.tsx";
import { problemOf } from "../../shared/problems.ts";
import { RefusedBanner } from "../../shared/RefusedBanner.tsx";
import { halfWidth } from "../../shared/typed.ts";
import { useAct } from "../../shared/useAct.ts";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { useMayAct } from "../useMayAct.ts";
import { ApproveContract } from "./operations.ts";
import type { Obligee } from "./rules.ts";
import { SETTINGS_TEXTS } from "./texts.ts";

/** Approves a contract for electronic guarantees, before it is applied for. */
export function Approval({ obligee }: { obligee: Obligee }) {
  const texts = useTexts(SETTINGS_TEXTS);
  const { mayAct } = useMayAct();
  const [projectName, setProjectName] = useState("");
  const [number, setNumber] = useState("");
  const [approved, setApproved] = useState<string | null>(null);
  const { run, isBusy, refused } = useAct(ApproveContract, "ContractApproved");
  if (!mayAct) return <p>{texts.approvalLead}</p>;
  const submit = async () => {
    setApproved(null);
    const corporateNumber = halfWidth(number).replace(/[\s-]/g, "") || null;
    const result = await run((idempotencyKey) => ({
      input: { obligeeId: obligee.id, projectName, corporateNumber, idempotencyKey },
    }));
    if (!result?.ok) return;
    setApproved(projectName);
    setProjectName("");
    setNumber("");
  };
  return (
    <Form label={texts.approval} onSubmit={() => void submit()}>
      <p>{texts.approvalLead}</p>
      {approved && <DoneBanner title={texts.approved(approved)} />}
      <RefusedBanner refused={refused} fields={["projectName", "corporateNumber"]} />
      <TextField
        label={texts.approvalProject}
        hint={texts.approvalProjectHint}
        required
        problem={problemOf(refused, "projectName")}
        value={projectName}
        onChange={setProjectName}
      />
      <TextField
        label={texts.approvalNumber}
        hint={texts.approvalNumberHint}
        inputMode="numeric"
        autoComplete="off"
        problem={problemOf(refused, "corporateNumber")}
        value={number}
        onChange={setNumber}
      />
      <Button type="submit" isBusy={isBusy}>
        {texts.approve}
      </Button>
    </Form>
  );
}
