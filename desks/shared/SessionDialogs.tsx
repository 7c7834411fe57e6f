import { useState } from "react";
import { extend, type SignInProblem, signIn, useSession } from "../gql/session.ts";
import { Form } from "../ui/form/Form.tsx";
import { TextField } from "../ui/form/TextField.tsx";
import { Banner } from "../ui/parts/Banner.tsx";
import { Button } from "../ui/parts/Button.tsx";
import { Dialog } from "../ui/parts/Dialog.tsx";
import { useTexts } from "./language.tsx";
import { COMMON } from "./texts.ts";
import { formatMoment } from "./typed.ts";

/** The dialogs of a session that has ended or is about to: what was typed stays behind them. */
export function SessionDialogs() {
  const session = useSession();
  if (session.status === "over") return <SignInAgain email={session.person?.email ?? ""} />;
  if (session.status === "active" && session.isEnding) return <AboutToEnd endsAt={session.endsAt} />;
  return null;
}

function SignInAgain({ email: known }: { email: string }) {
  const texts = useTexts(COMMON);
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    setIsBusy(true);
    setProblem(await signIn(email, password).catch(() => ({ code: "UNREACHABLE", message: texts.unreachable })));
    setIsBusy(false);
  };
  return (
    <Dialog title={texts.overTitle}>
      <p>{texts.overLead}</p>
      <Form onSubmit={() => void submit()}>
        {problem && <Banner tone="bad" title={problem.message || texts.internal} />}
        <TextField label={texts.email} type="email" autoComplete="username" value={email} onChange={setEmail} />
        <TextField
          label={texts.password}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
        <Button type="submit" isBusy={isBusy}>
          {texts.signIn}
        </Button>
      </Form>
    </Dialog>
  );
}

function AboutToEnd({ endsAt }: { endsAt: number }) {
  const texts = useTexts(COMMON);
  const [isBusy, setIsBusy] = useState(false);
  const stay = async () => {
    setIsBusy(true);
    await extend().catch(() => undefined);
    setIsBusy(false);
  };
  return (
    <Dialog title={texts.endingTitle} onClose={() => void stay()}>
      <p>{texts.endingLead(formatMoment(new Date(endsAt).toISOString()))}</p>
      <Button isBusy={isBusy} onClick={() => void stay()}>
        {texts.stay}
      </Button>
    </Dialog>
  );
}
