import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { DateField } from "./DateField.tsx";
import { FileDrop } from "./FileDrop.tsx";
import { Form } from "./Form.tsx";
import { MoneyField } from "./MoneyField.tsx";
import { TextField } from "./TextField.tsx";

function Money({ onChange }: { onChange: (value: number | null) => void }) {
  const [value, setValue] = useState<number | null>(null);
  return (
    <MoneyField
      label="前払金保証金額"
      value={value}
      onChange={(next) => {
        setValue(next);
        onChange(next);
      }}
    />
  );
}

function Day() {
  const [value, setValue] = useState<string | null>(null);
  return <DateField label="請負契約日" value={value} onChange={setValue} />;
}

it("keeps a form from being sent while something unreadable is typed, and leads there", async () => {
  const sent = vi.fn();
  render(
    <Form onSubmit={sent}>
      <Day />
      <button type="submit">送信</button>
    </Form>,
  );
  const day = screen.getByLabelText("請負契約日");
  await userEvent.type(day, "令和9年5月");
  await userEvent.click(screen.getByRole("button"));
  expect(sent).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(day);
  await userEvent.type(day, "1日");
  await userEvent.click(screen.getByRole("button"));
  expect(sent).toHaveBeenCalledOnce();
});

describe("a sum", () => {
  it("takes full-width digits, shows separators and the sum in words", async () => {
    const changed = vi.fn();
    render(<Money onChange={changed} />);
    const input = screen.getByLabelText("前払金保証金額");
    await userEvent.type(input, "２０００万");
    expect(changed).toHaveBeenLastCalledWith(20_000_000);
    await userEvent.tab();
    expect(input).toHaveProperty("value", "20,000,000");
    expect(screen.getByText("2,000万円")).toBeTruthy();
  });

  it("keeps what cannot be read, and says so", async () => {
    const changed = vi.fn();
    render(<Money onChange={changed} />);
    const input = screen.getByLabelText("前払金保証金額");
    await userEvent.type(input, "12a");
    await userEvent.tab();
    expect(changed).toHaveBeenLastCalledWith(null);
    expect(input).toHaveProperty("value", "12a");
    expect(input.getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toContain("金額を読み取れません");
  });
});

describe("a day", () => {
  it("takes an era and tells the day with its era", async () => {
    render(<Day />);
    await userEvent.type(screen.getByLabelText("請負契約日"), "R8.3.31");
    await userEvent.tab();
    expect(screen.getByLabelText("請負契約日")).toHaveProperty("value", "2026/03/31");
    expect(screen.getByText("令和8年3月31日")).toBeTruthy();
  });
});

describe("a field", () => {
  it("is described by its hint and its problem", () => {
    render(
      <TextField
        label="工事名"
        required
        hint="契約書のとおり"
        problem="入力してください。"
        value=""
        onChange={() => undefined}
      />,
    );
    const input = screen.getByRole("textbox", { name: /工事名/ });
    const described = (input.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent);
    expect(described).toEqual(["契約書のとおり", "入力してください。"]);
  });
});

describe("a form", () => {
  const open = (submitted: () => void) => {
    render(
      <Form onSubmit={submitted}>
        <TextField label="工事名" value="" onChange={() => undefined} />
      </Form>,
    );
    return screen.getByLabelText("工事名");
  };

  it("is submitted by Enter", async () => {
    const submitted = vi.fn();
    await userEvent.type(open(submitted), "{Enter}");
    expect(submitted).toHaveBeenCalledOnce();
  });

  it("is not submitted by the Enter that ends a conversion", () => {
    const submitted = vi.fn();
    const input = open(submitted);
    fireEvent.compositionStart(input);
    const isTaken = fireEvent.keyDown(input, { key: "Enter", isComposing: true });
    fireEvent.submit(input);
    fireEvent.compositionEnd(input);
    expect(isTaken).toBe(false);
    expect(submitted).not.toHaveBeenCalled();
  });
});

describe("files", () => {
  it("are taken by the button and by dropping", async () => {
    const taken = vi.fn();
    render(<FileDrop label="ファイルを選ぶ" accept="application/pdf" multiple onFiles={taken} />);
    const file = new File(["x"], "a.pdf", { type: "application/pdf" });
    await userEvent.upload(screen.getByLabelText("ファイルを選ぶ", { selector: "input" }), file);
    fireEvent.drop(screen.getByRole("region"), { dataTransfer: { files: [file, file] } });
    expect(taken.mock.calls.map(([files]) => files.length)).toEqual([1, 2]);
  });

  it("are not taken while disabled", () => {
    const taken = vi.fn();
    render(<FileDrop label="ファイルを選ぶ" accept="application/pdf" disabled onFiles={taken} />);
    fireEvent.drop(screen.getByRole("region"), { dataTransfer: { files: [new File(["x"], "a.pdf")] } });
    expect(taken).not.toHaveBeenCalled();
  });
});
