import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { Picker } from "./Picker.tsx";

const ROWS = [
  { id: "a", name: "足利市" },
  { id: "b", name: "栃木県" },
];

function show(problem: string | null = null) {
  const onChoose = vi.fn();
  render(
    <Picker
      label="発注者"
      status="2件"
      problem={problem}
      rows={ROWS}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      onChoose={onChoose}
      search={<input aria-label="探す" />}
    >
      {(row) => row.name}
    </Picker>,
  );
  return onChoose;
}

describe("Picker", () => {
  it("offers each row by its name, and tells how many were found", async () => {
    const onChoose = show();
    expect(screen.getByRole("status").textContent).toBe("2件");
    await userEvent.click(screen.getByRole("button", { name: "選択：栃木県" }));
    expect(onChoose).toHaveBeenCalledExactlyOnceWith(ROWS[1]);
  });

  it("tells its problem with the group", () => {
    show("発注者を選択してください。");
    const described = screen.getByRole("group", { name: "発注者" }).getAttribute("aria-describedby") ?? "";
    expect(document.getElementById(described)?.textContent).toBe("発注者を選択してください。");
  });
});
