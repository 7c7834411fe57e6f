import { getRouteApi } from "@tanstack/react-router";
import { useQuery } from "urql";
import { useTexts } from "../../shared/language.tsx";
import { PageHead } from "../../ui/layout/PageHead.tsx";
import { LoadFailure } from "../../ui/parts/LoadFailure.tsx";
import { Skeleton } from "../../ui/parts/Skeleton.tsx";
import { Tabs } from "../../ui/parts/Tabs.tsx";
import { oneOf, SETTINGS } from "../search.ts";
import { DESK } from "../texts.ts";
import { useReread } from "../useReread.ts";
import { Approval } from "./Approval.tsx";
import { Entry } from "./Entry.tsx";
import { Officers } from "./Officers.tsx";
import { ObligeeSettings } from "./operations.ts";
import { RulesTab } from "./RulesTab.tsx";
import { SETTINGS_TEXTS } from "./texts.ts";

const route = getRouteApi("/settings");

/** The obligee's own rules, contracting officers and entry. */
export function SettingsPage() {
  const { tab = "rules" } = route.useSearch();
  const navigate = route.useNavigate();
  const texts = useTexts(SETTINGS_TEXTS);
  const desk = useTexts(DESK);
  const [result, refresh] = useQuery({ query: ObligeeSettings });
  const reread = useReread(refresh);
  const obligee = result.data?.viewer?.obligee;
  const parts = {
    rules: RulesTab,
    officers: Officers,
    entry: Entry,
    approval: Approval,
  };
  const Part = parts[tab];
  return (
    <>
      <PageHead title={desk.settings} lead={texts.lead} />
      {result.error && <LoadFailure onRetry={reread} />}
      {obligee ? (
        <Tabs
          label={texts.tabs}
          tabs={SETTINGS.map((key) => ({ key, label: texts[key] }))}
          chosen={tab}
          onChoose={(key) => void navigate({ search: { tab: oneOf(key, SETTINGS) ?? "rules" } })}
        >
          <Part obligee={obligee} onChanged={reread} />
        </Tabs>
      ) : (
        !result.error && <Skeleton lines={12} />
      )}
    </>
  );
}
