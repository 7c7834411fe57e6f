import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { FileButton } from "../../shared/files/FileButton.tsx";
import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { Tabs } from "../../ui/parts/Tabs.tsx";
import { DESK } from "../texts.ts";
import { Bills } from "./Bills.tsx";
import { Filters } from "./Filters.tsx";
import { BillsCsvFile, StatementsCsvFile } from "./operations.ts";
import { Statements } from "./Statements.tsx";
import { billFilter, EVERYTHING, type StatementSearch, statementFilter } from "./search.ts";
import { STATEMENTS } from "./texts.ts";

const route = getRouteApi("/statements");

/** 保証料計算書一覧, with the tab of the monthly bills. */
export function StatementsPage() {
  const texts = useTexts(STATEMENTS);
  const desk = useTexts(DESK);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = useCallback(
    (changed: StatementSearch) =>
      void navigate({
        search: (before) => ({ ...before, ...changed, after: undefined }),
        replace: "number" in changed,
        resetScroll: false,
      }),
    [navigate],
  );
  const clear = () => change(EVERYTHING);
  return (
    <>
      <PageHead title={desk.statements} lead={texts.lead} actions={<Csv search={search} />} />
      <Tabs
        label={texts.views}
        tabs={[
          { key: "statements", label: texts.tabs.statements },
          { key: "bills", label: texts.tabs.bills },
        ]}
        chosen={search.tab ?? "statements"}
        onChoose={(key) => change({ ...EVERYTHING, tab: key === "bills" ? key : undefined })}
      >
        <Filters search={search} onChange={change} />
        {search.tab === "bills" ? (
          <Bills search={search} onClear={clear} />
        ) : (
          <Statements search={search} onClear={clear} />
        )}
      </Tabs>
    </>
  );
}

function Csv({ search }: { search: StatementSearch }) {
  const texts = useTexts(STATEMENTS);
  const statements = useMemo(() => ({ filter: statementFilter(search) }), [search]);
  const bills = useMemo(() => ({ filter: billFilter(search) }), [search]);
  return search.tab === "bills" ? (
    <FileButton key="bills" saves query={BillsCsvFile} variables={bills} of={(data) => data.monthlyBillsCsv}>
      {texts.billsCsv}
    </FileButton>
  ) : (
    <FileButton
      key="statements"
      saves
      query={StatementsCsvFile}
      variables={statements}
      of={(data) => data.feeStatementsCsv}
    >
      {texts.csv}
    </FileButton>
  );
}
