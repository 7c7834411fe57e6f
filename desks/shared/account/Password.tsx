import { useState } from "react";
import { Form } from "../../ui/form/Form.tsx";
import { TextField } from "../../ui/form/TextField.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { DoneBanner } from "../DoneBanner.tsx";
import { useTexts } from "../language.tsx";
import { problemOf } from "../problems.ts";
import { RefusedBanner } from "../RefusedBanner.tsx";
import { useAct } from "../useAct.ts";
import { ChangePassword } from "./operations.ts";
import { ACCOUNT } from "./texts.ts";

const EMPTY = { current: "", next: "", again: "" };

/** The change of the own password; the repetition is checked here, because it is not sent. */
export function Password({ email }: { email: string }) {
  const texts = useTexts(ACCOUNT);
  const [typed, setTyped] = useState(EMPTY);
  const [differs, setDiffers] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const { run, isBusy, refused } = useAct(ChangePassword, "PasswordChanged");
  const submit = async () => {
    setIsDone(false);
    setDiffers(typed.next !== typed.again);
    if (typed.next !== typed.again) return;
    const result = await run(() => ({ input: { currentPassword: typed.current, newPassword: typed.next } }));
    if (!result?.ok) return;
    setTyped(EMPTY);
    setIsDone(true);
  };
  return (
    <Section title={texts.password}>
      <p>{texts.passwordLead}</p>
      {isDone && <DoneBanner title={texts.changed} />}
      <RefusedBanner refused={refused} fields={["currentPassword", "newPassword"]} />
      <Form label={texts.password} onSubmit={() => void submit()}>
        {/* For password managers, which keep the address with the password. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <TextField
          label={texts.current}
          type="password"
          autoComplete="current-password"
          required
          problem={problemOf(refused, "currentPassword")}
          value={typed.current}
          onChange={(current) => setTyped({ ...typed, current })}
        />
        <TextField
          label={texts.next}
          hint={texts.nextHint}
          type="password"
          autoComplete="new-password"
          required
          problem={problemOf(refused, "newPassword")}
          value={typed.next}
          onChange={(next) => setTyped({ ...typed, next })}
        />
        <TextField
          label={texts.again}
          type="password"
          autoComplete="new-password"
          required
          problem={differs ? texts.differs : null}
          value={typed.again}
          onChange={(again) => setTyped({ ...typed, again })}
        />
        <Button type="submit" isBusy={isBusy}>
          {texts.change}
        </Button>
      </Form>
    </Section>
  );
}
