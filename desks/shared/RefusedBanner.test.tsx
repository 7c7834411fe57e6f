import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import type { Refused } from "../gql/outcomes.ts";
import { TextField } from "../ui/form/TextField.tsx";
import { problemOf } from "./problems.ts";
import { RefusedBanner } from "./RefusedBanner.tsx";

const REFUSED: Refused = {
  ok: false,
  code: "InvalidInput",
  message: "入力内容に誤りがあります。",
  payload: undefined,
  problems: [
    { path: ["account", "number"], code: "INVALID", message: "数字7桁です。" },
    { path: [], code: "TOO_LATE", message: "受付は終了しました。" },
  ],
};

function Form({ refused }: { refused: Refused | null }) {
  return (
    <main>
      <RefusedBanner refused={refused} fields={["account.number"]} />
      <TextField
        label="口座番号"
        required
        problem={problemOf(refused, "account.number")}
        value=""
        onChange={() => undefined}
      />
    </main>
  );
}

it("takes the focus, leads to the fields, and tells what has no field", async () => {
  const { rerender } = render(<Form refused={null} />);
  rerender(<Form refused={REFUSED} />);
  expect(document.activeElement?.textContent).toContain("入力内容に誤りがあります。");
  expect(screen.getByText("受付は終了しました。")).toBeTruthy();
  await userEvent.click(screen.getByRole("link", { name: "口座番号" }));
  expect(document.activeElement).toBe(screen.getByRole("textbox"));
});

it("is not there while nothing was refused", () => {
  render(<Form refused={null} />);
  expect(screen.queryByRole("alert")).toBeNull();
});
