import { useState } from "react";
import type { ResultOf } from "../../gql/graphql.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { Section } from "../../ui/parts/Section.tsx";
import { StatusTag } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import { DoneBanner } from "../DoneBanner.tsx";
import { useTexts } from "../language.tsx";
import { RefusedBanner } from "../RefusedBanner.tsx";
import { formatMoment } from "../typed.ts";
import { useAct } from "../useAct.ts";
import { EndSession, type OwnAccount } from "./operations.ts";
import { ACCOUNT } from "./texts.ts";

type Row = NonNullable<ResultOf<typeof OwnAccount>["viewer"]>["sessions"][number];

/** Where the person is signed in; others than this one can be ended. */
export function Sessions({ sessions, onEnded }: { sessions: readonly Row[]; onEnded: () => void }) {
  const texts = useTexts(ACCOUNT);
  const [isDone, setIsDone] = useState(false);
  const { run, isBusy, refused } = useAct(EndSession, "SessionEnded");
  const end = async (sessionId: string) => {
    setIsDone(false);
    const result = await run(() => ({ input: { sessionId } }));
    setIsDone(result?.ok ?? false);
    onEnded();
  };
  const columns: Column<Row>[] = [
    { key: "since", label: texts.since, cell: (row) => formatMoment(row.createdAt) },
    { key: "used", label: texts.lastUsed, cell: (row) => (row.lastUsedAt ? formatMoment(row.lastUsedAt) : "－") },
    { key: "until", label: texts.until, cell: (row) => formatMoment(row.expiresAt) },
    { key: "address", label: texts.address, cell: (row) => row.address ?? "－" },
    {
      key: "act",
      label: texts.act,
      cell: (row) =>
        row.isCurrent ? (
          <StatusTag tone="good">{texts.thisOne}</StatusTag>
        ) : (
          <Button
            look="secondary"
            isBusy={isBusy}
            aria-label={texts.endOf(formatMoment(row.createdAt))}
            onClick={() => void end(row.id)}
          >
            {texts.end}
          </Button>
        ),
    },
  ];
  return (
    <Section title={texts.sessions}>
      {isDone && <DoneBanner title={texts.ended} />}
      <RefusedBanner refused={refused} />
      <Table caption={texts.sessionsLead} columns={columns} rows={sessions} keyOf={(row) => row.id} />
    </Section>
  );
}
