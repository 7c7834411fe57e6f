import { useState } from "react";
import { useQuery } from "urql";
import type { ResultOf } from "../../gql/graphql.ts";
import { useSession } from "../../gql/session.ts";
import { TextField } from "../../ui/form/TextField.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Button } from "../../ui/parts/Button.tsx";
import { EmptyState } from "../../ui/parts/EmptyState.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Pager } from "../../ui/parts/Pager.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { DoneBanner } from "../DoneBanner.tsx";
import { useDebounced } from "../hooks/useDebounced.ts";
import { useTexts } from "../language.tsx";
import { Deactivate } from "./Deactivate.tsx";
import { Invite } from "./Invite.tsx";
import { StaffAccounts } from "./operations.ts";
import { ACCOUNT, ACCOUNT_ROLE } from "./texts.ts";

const PAGE = 50;
type Row = ResultOf<typeof StaffAccounts>["accounts"]["edges"][number]["node"];

/** The accounts of the organisation, for its administrators. */
export function StaffPage() {
  const texts = useTexts(ACCOUNT);
  const session = useSession();
  const isAdministrator = session.status !== "active" || session.person.accountRole === "ADMINISTRATOR";
  const [isInviting, setIsInviting] = useState(false);
  return (
    <>
      <PageHead
        title={texts.staff}
        lead={texts.staffLead}
        actions={isAdministrator && <Button onClick={() => setIsInviting(true)}>{texts.invite}</Button>}
      />
      {isAdministrator ? (
        <Staff isInviting={isInviting} onInviting={setIsInviting} />
      ) : (
        <EmptyState title={texts.onlyAdministrators}>
          <p>{texts.onlyAdministratorsLead}</p>
        </EmptyState>
      )}
    </>
  );
}

function Staff({ isInviting, onInviting }: { isInviting: boolean; onInviting: (is: boolean) => void }) {
  const texts = useTexts(ACCOUNT);
  const [search, setSearch] = useState("");
  const [pages, setPages] = useState<string[]>([]);
  const [done, setDone] = useState<string | null>(null);
  const [again, setAgain] = useState<Row | null>(null);
  const [leaving, setLeaving] = useState<Row | null>(null);
  const variables = { first: PAGE, after: pages.at(-1) ?? null, search: useDebounced(search) || null };
  const [result, refresh] = useQuery({ query: StaffAccounts, variables });
  const finish = (message: string) => {
    setDone(message);
    onInviting(false);
    setAgain(null);
    setLeaving(null);
    refresh({ requestPolicy: "network-only" });
  };
  const close = () => {
    onInviting(false);
    setAgain(null);
  };
  const found = result.data?.accounts;
  const cursor = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : null;
  return (
    <>
      {done && <DoneBanner title={done} />}
      <TextField
        label={texts.search}
        type="search"
        value={search}
        onChange={(text) => {
          setSearch(text);
          setPages([]);
        }}
      />
      {result.error && <LoadFailure onRetry={() => refresh({ requestPolicy: "network-only" })} />}
      {found === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <List rows={found.edges.map((edge) => edge.node)} onAgain={setAgain} onLeaving={setLeaving} />
      )}
      <Pager
        onPrevious={pages.length > 0 ? () => setPages(pages.slice(0, -1)) : null}
        onNext={cursor ? () => setPages([...pages, cursor]) : null}
      />
      {(isInviting || again) && (
        <Invite
          {...(again && { known: again })}
          onClose={close}
          onInvited={(email) => finish(texts.invitedDone(email))}
        />
      )}
      {leaving && (
        <Deactivate
          account={leaving}
          onClose={() => setLeaving(null)}
          onDone={() => finish(texts.deactivated(leaving.name))}
        />
      )}
    </>
  );
}

type ListProps = { rows: readonly Row[]; onAgain: (row: Row) => void; onLeaving: (row: Row) => void };

function List({ rows, onAgain, onLeaving }: ListProps) {
  const texts = useTexts(ACCOUNT);
  const roles = useTexts(ACCOUNT_ROLE);
  const session = useSession();
  const own = session.status === "active" ? session.person.email : null;
  if (rows.length === 0) return <EmptyState title={texts.none} />;
  const columns: Column<Row>[] = [
    { key: "name", label: texts.name, cell: (row) => `${row.name}${row.email === own ? texts.self : ""}` },
    { key: "email", label: texts.email, cell: (row) => row.email },
    { key: "role", label: texts.role, cell: (row) => roles[row.accountRole] ?? row.accountRole },
    { key: "state", label: texts.state, cell: (row) => <State row={row} /> },
    {
      key: "act",
      label: texts.act,
      cell: (row) =>
        row.isActive &&
        row.email !== own && (
          <div className="row">
            {row.isInvited && (
              <Button look="text" onClick={() => onAgain(row)}>
                {texts.inviteAgain}
              </Button>
            )}
            <Button look="text" onClick={() => onLeaving(row)}>
              {texts.deactivate}
            </Button>
          </div>
        ),
    },
  ];
  return <Table caption={texts.members} columns={columns} rows={rows} keyOf={(row) => row.id} />;
}

function State({ row }: { row: Row }) {
  const texts = useTexts(ACCOUNT);
  if (!row.isActive) return <StatusTag tone="quiet">{texts.inactive}</StatusTag>;
  if (row.isInvited) return <StatusTag tone="warn">{texts.invited}</StatusTag>;
  return <StatusTag tone="good">{texts.active}</StatusTag>;
}
