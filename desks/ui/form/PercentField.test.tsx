import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { PercentField } from "./PercentField.tsx";

function Held() {
  const [value, setValue] = useState<number | null>(null);
  return (
    <>
      <PercentField label="出資割合" value={value} onChange={setValue} />
      <output>{String(value)}</output>
    </>
  );
}

describe("PercentField", () => {
  it("takes full-width digits and the sign", async () => {
    render(<Held />);
    await userEvent.type(screen.getByLabelText("出資割合"), "３３．３４％");
    expect(screen.getByRole("status").textContent).toBe("33.34");
    await userEvent.tab();
    expect(screen.getByLabelText<HTMLInputElement>("出資割合").value).toBe("33.34");
  });

  it("says what it cannot read, and keeps it", async () => {
    render(<Held />);
    await userEvent.type(screen.getByLabelText("出資割合"), "半分");
    await userEvent.tab();
    expect(screen.getByRole("alert").textContent).toContain("割合を読み取れません");
    expect(screen.getByLabelText<HTMLInputElement>("出資割合").value).toBe("半分");
    expect(screen.getByRole("status").textContent).toBe("null");
  });
});
