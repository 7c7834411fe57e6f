import { useQuery } from "urql";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Facts } from "../../ui/parts/Facts.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { useTexts } from "../language.tsx";
import { OwnAccount } from "./operations.ts";
import { Password } from "./Password.tsx";
import { Sessions } from "./Sessions.tsx";
import { ACCOUNT, ACCOUNT_ROLE, ACCOUNT_ROLE_MEANING } from "./texts.ts";

/** The own account: entry, password, sessions. */
export function AccountPage() {
  const texts = useTexts(ACCOUNT);
  const [result, refresh] = useQuery({ query: OwnAccount });
  const viewer = result.data?.viewer;
  return (
    <>
      <PageHead title={texts.title} lead={texts.lead} />
      {result.error && <LoadFailure onRetry={() => refresh({ requestPolicy: "network-only" })} />}
      {viewer ? (
        <>
          <Own {...viewer} />
          <Password email={viewer.email ?? ""} />
          <Sessions sessions={viewer.sessions} onEnded={() => refresh({ requestPolicy: "network-only" })} />
        </>
      ) : (
        <Skeleton lines={12} />
      )}
    </>
  );
}

type OwnProps = {
  name: string;
  email: string | null;
  accountRole: string | null;
  contractor: { name: string } | null;
  obligee: { name: string } | null;
};

function Own({ name, email, accountRole, contractor, obligee }: OwnProps) {
  const texts = useTexts(ACCOUNT);
  const roles = useTexts(ACCOUNT_ROLE);
  const meanings = useTexts(ACCOUNT_ROLE_MEANING);
  const role = accountRole ?? "";
  return (
    <Section title={texts.own}>
      <Facts
        facts={[
          { name: texts.name, value: name },
          { name: texts.organisation, value: obligee?.name ?? contractor?.name ?? null },
          { name: texts.email, value: email },
          { name: texts.role, value: accountRole && `${roles[role] ?? role}（${meanings[role] ?? ""}）` },
        ]}
      />
    </Section>
  );
}
