import { Link } from "@tanstack/react-router";
import { useTexts } from "../../shared/language.tsx";
import { formatNumber } from "../../shared/typed.ts";
import { Button } from "../../ui/parts/Button.tsx";
import { StatusTag, type Tone } from "../../ui/parts/StatusTag.tsx";
import { type Column, Table } from "../../ui/parts/Table.tsx";
import type { Notice } from "./queue.ts";
import { NOTICES } from "./texts.ts";

const TONES: Readonly<Record<Notice["state"], Tone>> = {
  waiting: "quiet",
  sending: "info",
  done: "good",
  failed: "bad",
};
type Props = { notices: readonly Notice[]; onAgain: (idempotencyKey: string) => void };

/** One row for each file: how far it is, and the certificate that was found or why none was. */
export function NoticeTable({ notices, onAgain }: Props) {
  const texts = useTexts(NOTICES);
  const columns: Column<Notice>[] = [
    {
      key: "file",
      label: texts.file,
      cell: ({ file, contractReference }) => (
        <span>
          {file.name}
          <span className="sub">
            {texts.size(formatNumber(Math.ceil(file.size / 1000)))} {contractReference}
          </span>
        </span>
      ),
    },
    {
      key: "state",
      label: texts.state,
      cell: ({ state }) => <StatusTag tone={TONES[state]}>{texts[state]}</StatusTag>,
    },
    { key: "result", label: texts.result, cell: (notice) => <Result notice={notice} /> },
    {
      key: "act",
      label: texts.act,
      cell: (notice) =>
        notice.state === "failed" && (
          <Button
            look="secondary"
            aria-label={texts.againOf(notice.file.name)}
            onClick={() => onAgain(notice.idempotencyKey)}
          >
            {texts.again}
          </Button>
        ),
    },
  ];
  return <Table caption={texts.caption} columns={columns} rows={notices} keyOf={(one) => one.idempotencyKey} />;
}

function Result({ notice: { state, filed, message, retryAfter } }: { notice: Notice }) {
  const texts = useTexts(NOTICES);
  if (state === "done" && filed) {
    return (
      <span>
        <Link to="/certificates/$id" params={{ id: filed.id }}>
          {texts.open(filed.guaranteeNumber)}
        </Link>
        <span className="sub">
          {filed.projectName}／{filed.principalName}
        </span>
      </span>
    );
  }
  if (state !== "failed") return null;
  return (
    <span>
      {message}
      {typeof retryAfter === "number" && <span className="sub">{texts.retryAfter(retryAfter)}</span>}
    </span>
  );
}
