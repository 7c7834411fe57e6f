import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { BillPayment, StatementPayment, toldBy } from "./payment.tsx";

const list = (...ids: string[]) => ({ edges: ids.map((id) => ({ node: { id } })) });
const told = toldBy(list("open", "late"), list("paid"));
const row = { id: "open", due: 6180, dueOn: "2999-12-31", billingMonth: null };

test("a statement is what the server says: open, paid, or neither", () => {
  render(<StatementPayment row={row} told={told} />);
  expect(screen.getByText("未納")).toBeTruthy();
  expect(screen.getByText("納付期限 2999/12/31")).toBeTruthy();
  render(<StatementPayment row={{ ...row, id: "paid" }} told={told} />);
  expect(screen.getByText("納付済")).toBeTruthy();
  render(<StatementPayment row={{ ...row, id: "other" }} told={told} />);
  expect(screen.getByText("請求なし")).toBeTruthy();
});

test("an overdue one says so, and what is paid back is a refund", () => {
  render(<StatementPayment row={{ ...row, id: "late", dueOn: "2020-01-01" }} told={told} />);
  expect(screen.getByText("期限経過")).toBeTruthy();
  render(<StatementPayment row={{ ...row, due: -6180 }} told={told} />);
  expect(screen.getByText("返戻")).toBeTruthy();
});

test("a bill is paid once its balance is nothing", () => {
  render(<BillPayment row={{ paid: 100, balance: 0, dueOn: "2999-12-31" }} />);
  expect(screen.getByText("納付済")).toBeTruthy();
  render(<BillPayment row={{ paid: 40, balance: 60, dueOn: "2999-12-31" }} />);
  expect(screen.getByText("一部納付")).toBeTruthy();
  render(<BillPayment row={{ paid: 120, balance: -20, dueOn: "2999-12-31" }} />);
  expect(screen.getByText("過納")).toBeTruthy();
});
