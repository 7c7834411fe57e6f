import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { Button } from "./Button.tsx";
import { ConfirmDialog } from "./ConfirmDialog.tsx";
import { Copy } from "./Copy.tsx";
import { Facts } from "./Facts.tsx";
import { Table } from "./Table.tsx";
import { Tabs } from "./Tabs.tsx";

function Tabbed() {
  const [chosen, choose] = useState("a");
  return (
    <Tabs
      label="表示"
      tabs={[
        { key: "a", label: "契約" },
        { key: "b", label: "電子" },
      ]}
      chosen={chosen}
      onChoose={choose}
    >
      {chosen}
    </Tabs>
  );
}

describe("a button", () => {
  it("does nothing while it is busy, and keeps its focus", async () => {
    const clicked = vi.fn();
    render(
      <Button isBusy onClick={clicked}>
        送信する
      </Button>,
    );
    const button = screen.getByRole("button", { name: "処理しています…" });
    button.focus();
    await userEvent.click(button);
    expect(clicked).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(button);
  });
});

describe("tabs", () => {
  it("are changed by arrow keys", async () => {
    render(<Tabbed />);
    await userEvent.tab();
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("tab", { selected: true }).textContent).toBe("電子");
    expect(screen.getByRole("tabpanel").textContent).toBe("b");
    await userEvent.keyboard("{ArrowRight}");
    expect(screen.getByRole("tabpanel").textContent).toBe("a");
  });
});

describe("copying", () => {
  it("puts the text on the clipboard and says so", async () => {
    userEvent.setup();
    render(<Copy text="Z28YUE4J3Bux" />);
    await userEvent.click(screen.getByRole("button", { name: "コピー" }));
    expect(await navigator.clipboard.readText()).toBe("Z28YUE4J3Bux");
    expect(screen.getByText("コピーしました")).toBeTruthy();
  });
});

describe("facts", () => {
  it("leave out what has no value", () => {
    render(<Facts facts={[{ name: "番号", value: "31073-00001M" }, { name: "期限", value: null }, false, null]} />);
    expect(screen.getAllByRole("term").map((term) => term.textContent)).toEqual(["番号"]);
  });
});

describe("a table", () => {
  it("names rows by their first column and cells by their label", () => {
    render(
      <Table
        caption="1件"
        columns={[
          { key: "number", label: "番号", cell: (row: { number: string; sum: number }) => row.number },
          { key: "sum", label: "金額", isSum: true, cell: (row) => row.sum },
        ]}
        rows={[{ number: "31073-00001M", sum: 5 }]}
        keyOf={(row) => row.number}
      />,
    );
    expect(screen.getByRole("rowheader").textContent).toBe("31073-00001M");
    expect(screen.getByRole("cell").getAttribute("data-label")).toBe("金額");
  });
});

describe("a question before something that cannot be taken back", () => {
  it("is answered by its buttons, and not twice while it is under way", async () => {
    const confirmed = vi.fn();
    const closed = vi.fn();
    const asked = (isBusy: boolean) => (
      <ConfirmDialog
        title="取り下げますか"
        confirm="取り下げる"
        cancel="やめる"
        isBusy={isBusy}
        onConfirm={confirmed}
        onClose={closed}
      >
        <p>元に戻せません。</p>
      </ConfirmDialog>
    );
    const { rerender } = render(asked(false));
    await userEvent.click(screen.getByRole("button", { name: "取り下げる" }));
    rerender(asked(true));
    await userEvent.click(screen.getByRole("button", { name: "処理しています…" }));
    expect(confirmed).toHaveBeenCalledOnce();
    await userEvent.click(screen.getByRole("button", { name: "やめる" }));
    expect(closed).toHaveBeenCalledOnce();
  });
});
