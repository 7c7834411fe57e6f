import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { ErrorSummary } from "./ErrorSummary.tsx";

const PROBLEMS = [{ key: "email", label: "メールアドレス", message: "入力してください。" }];

describe("ErrorSummary", () => {
  it("takes the focus at each attempt, and leads to the field", async () => {
    const onGo = vi.fn();
    const summary = (attempt: number) => <ErrorSummary title="1件" problems={PROBLEMS} attempt={attempt} onGo={onGo} />;
    const { rerender } = render(summary(0));
    expect(document.activeElement).toBe(document.body);
    rerender(summary(1));
    expect(document.activeElement).toBe(screen.getByRole("region", { name: "1件" }));
    await userEvent.click(screen.getByRole("link", { name: "メールアドレス" }));
    expect(onGo).toHaveBeenCalledExactlyOnceWith("email");
  });

  it("shows nothing without problems", () => {
    const { container } = render(<ErrorSummary title="0件" problems={[]} attempt={1} onGo={vi.fn()} />);
    expect(container.childElementCount).toBe(0);
  });
});
