import { useState } from "react";
import { useSession } from "../../gql/session.ts";
import { Choices } from "../../ui/form/Choices.tsx";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Dialog } from "../../ui/parts/Dialog.tsx";
import { useTexts } from "../language.tsx";
import { problemOf } from "../problems.ts";
import { RefusedBanner } from "../RefusedBanner.tsx";
import { useAct } from "../useAct.ts";
import { InviteAccount } from "./operations.ts";
import { ACCOUNT, ACCOUNT_ROLE, ACCOUNT_ROLE_MEANING } from "./texts.ts";

type Role = "CONTRACTOR" | "OBLIGEE";
type AccountRole = "ADMINISTRATOR" | "STAFF" | "READER";
const ROLES: readonly AccountRole[] = ["STAFF", "READER", "ADMINISTRATOR"];

type Props = {
  /** Whom to invite again. */
  known?: { name: string; email: string; accountRole: AccountRole };
  onClose: () => void;
  onInvited: (email: string) => void;
};

/** The dialog that invites a person to the own organisation. */
export function Invite({ known, onClose, onInvited }: Props) {
  const texts = useTexts(ACCOUNT);
  const roles = useTexts(ACCOUNT_ROLE);
  const meanings = useTexts(ACCOUNT_ROLE_MEANING);
  const session = useSession();
  const [typed, setTyped] = useState({
    name: known?.name ?? "",
    email: known?.email ?? "",
    accountRole: known?.accountRole ?? ("STAFF" as AccountRole),
  });
  const { run, isBusy, refused } = useAct(InviteAccount, "AccountInvited");
  const submit = async () => {
    if (session.status !== "active") return;
    const role = session.person.role as Role;
    const result = await run((idempotencyKey) => ({ input: { ...typed, role, idempotencyKey } }));
    if (result?.ok) onInvited(result.value.account.email);
  };
  return (
    <Dialog title={texts.inviteTitle} onClose={onClose}>
      <p>{texts.inviteLead}</p>
      <RefusedBanner refused={refused} fields={["name", "email", "accountRole"]} />
      <Form onSubmit={() => void submit()}>
        <TextField
          label={texts.name}
          required
          autoComplete="off"
          problem={problemOf(refused, "name")}
          value={typed.name}
          onChange={(name) => setTyped({ ...typed, name })}
        />
        <TextField
          label={texts.email}
          type="email"
          required
          autoComplete="off"
          problem={problemOf(refused, "email")}
          value={typed.email}
          onChange={(email) => setTyped({ ...typed, email })}
        />
        <Choices
          label={texts.role}
          problem={problemOf(refused, "accountRole")}
          value={typed.accountRole}
          options={ROLES.map((value) => ({ value, label: `${roles[value]}（${meanings[value]}）` }))}
          onChange={(accountRole) => setTyped({ ...typed, accountRole: accountRole as AccountRole })}
        />
        <div className="form-actions">
          <Button type="submit" isBusy={isBusy}>
            {texts.invite}
          </Button>
          <Button look="text" onClick={onClose}>
            {texts.cancel}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
