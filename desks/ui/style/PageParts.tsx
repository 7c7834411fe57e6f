import { useState } from "react";
import { Banner } from "../parts/Banner.tsx";
import { Button } from "../parts/Button.tsx";
import { ConfirmDialog } from "../parts/ConfirmDialog.tsx";
import { Copy } from "../parts/Copy.tsx";
import { EmptyState } from "../parts/EmptyState.tsx";
import { Facts } from "../parts/Facts.tsx";
import { LoadFailure } from "../parts/LoadFailure.tsx";
import { Skeleton } from "../parts/Skeleton.tsx";
import { StatusTag } from "../parts/StatusTag.tsx";
import { Steps } from "../parts/Steps.tsx";
import { Tabs } from "../parts/Tabs.tsx";
import { Timeline } from "../parts/Timeline.tsx";

const TABS = [
  { key: "all", label: "保証契約" },
  { key: "electronic", label: "電子保証（認証キー）" },
];
const EVENTS = [
  { key: "1", at: "2025/10/06 10:00", title: "申込", body: <p>宇都宮支店へ送信しました。</p> },
  { key: "2", at: "2025/10/06 12:00", title: "発行", tone: "good" as const },
  { key: "3", at: "2025/10/07 09:00", title: "返却", tone: "bad" as const, body: <p>工期が契約書と異なります。</p> },
];

export function PageParts() {
  const [tab, setTab] = useState("all");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="stack">
      <Banner tone="good" title="送信しました" />
      <Banner tone="info" title="発行をお待ちください" />
      <Banner tone="warn" title="まもなく保証期限です">
        2026/03/31 に満了します。
      </Banner>
      <LoadFailure onRetry={() => undefined} />
      <div className="row">
        <StatusTag tone="good">保証中</StatusTag>
        <StatusTag tone="info">申込済</StatusTag>
        <StatusTag tone="warn">差戻し</StatusTag>
        <StatusTag tone="bad">取消</StatusTag>
        <StatusTag tone="quiet">作成中</StatusTag>
      </div>
      <Steps label="保証申込" steps={["作成", "確認", "送信完了"]} current={1} />
      <Tabs label="表示" tabs={TABS} chosen={tab} onChoose={setTab}>
        <Facts
          facts={[
            { name: "保証契約番号", value: "31073-00001M" },
            { name: "認証キー", value: <Copy text="Z28YUE4J3Bux" /> },
          ]}
        />
      </Tabs>
      <Timeline label="経過" entries={EVENTS} />
      <Skeleton lines={3} />
      <EmptyState title="保証契約はまだありません" action={<Button>保証を申し込む</Button>}>
        <p>申し込んだ保証が、ここに並びます。</p>
      </EmptyState>
      <Button look="secondary" onClick={() => setIsOpen(true)}>
        ダイアログを開く
      </Button>
      {isOpen && (
        <ConfirmDialog
          title="取り下げますか"
          confirm="取り下げる"
          cancel="やめる"
          isBusy={false}
          onConfirm={() => setIsOpen(false)}
          onClose={() => setIsOpen(false)}
        >
          <p>取り下げた申込みは元に戻せません。</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
