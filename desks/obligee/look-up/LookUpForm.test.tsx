import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { createClient, fetchExchange } from "@urql/core";
import { Provider } from "urql";
import { expect, it } from "vitest";
import { keyOf } from "../keys.ts";
import { LookUpForm } from "./LookUpForm.tsx";

/** The form in a router, with a server that gives one answer, or none; `asked` gets the variables. */
async function open(answer: object | null, status = 200) {
  const asked: unknown[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    if (answer === null) throw new TypeError("offline");
    asked.push(JSON.parse(String(init?.body)).variables);
    return new Response(JSON.stringify(answer), { status, headers: { "Content-Type": "application/json" } });
  };
  const client = createClient({ url: "/graphql", preferGetMethod: false, fetch, exchanges: [fetchExchange] });
  const root = createRootRoute();
  const start = createRoute({ getParentRoute: () => root, path: "/", component: () => <LookUpForm /> });
  const page = createRoute({ getParentRoute: () => root, path: "/certificates/$id", component: () => <p>証書</p> });
  const history = createMemoryHistory({ initialEntries: ["/"] });
  const router = createRouter({ routeTree: root.addChildren([start, page]), history });
  render(
    <Provider value={client}>
      <RouterProvider router={router as never} />
    </Provider>,
  );
  await screen.findByRole("form");
  return { asked, history };
}

function paste(text: string) {
  fireEvent.paste(screen.getByRole("textbox", { name: /認証キー/ }), { clipboardData: { getData: () => text } });
}

const NOTICE = "保証契約番号：３１０７３－００００１Ｍ　認証キー：Z28YUE4J3Bux";

it("fills both fields from a pasted line, opens the certificate and remembers the key", async () => {
  const found = { __typename: "Certificate", id: "Certificate_1", guaranteeNumber: "31073-00001M" };
  const { asked, history } = await open({ data: { certificate: found } });
  paste(NOTICE);
  await userEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(history.location.pathname).toBe("/certificates/Certificate_1"));
  expect(asked).toEqual([{ number: "31073-00001M", key: "Z28YUE4J3Bux" }]);
  expect(keyOf("31073-00001M")).toBe("Z28YUE4J3Bux");
});

it("words a miss as /verify does, and keeps what was typed", async () => {
  await open({ data: { certificate: null } });
  paste(NOTICE);
  await userEvent.click(screen.getByRole("button"));
  expect((await screen.findByRole("alert")).textContent).toContain("閲覧できる電子証書はありません");
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: /認証キー/ }).value).toBe("Z28YUE4J3Bux");
});

it("says that nothing arrived when the connection is lost", async () => {
  await open(null);
  paste(NOTICE);
  await userEvent.click(screen.getByRole("button"));
  expect((await screen.findByRole("alert")).textContent).toContain("通信できませんでした");
});

it("says after how many seconds to try again when there were too many wrong keys", async () => {
  const message = "試行回数が上限に達しました。";
  await open({ data: null, errors: [{ message, extensions: { code: "TOO_MANY_ATTEMPTS", retryAfter: 42 } }] });
  paste(NOTICE);
  await userEvent.click(screen.getByRole("button"));
  expect((await screen.findByRole("alert")).textContent).toContain(`${message}（42秒後にやり直せます）`);
});

it("shows what is wrong with a number beside its field", async () => {
  const message = "「保証契約番号」の値が正しくありません: 検査文字が違います。";
  await open({ errors: [{ message, extensions: { code: "BAD_USER_INPUT", field: "number" } }] }, 400);
  await userEvent.type(screen.getByRole("textbox", { name: /保証契約番号/ }), "31073-00001A");
  await userEvent.click(screen.getByRole("button"));
  const field = screen.getByRole("textbox", { name: /保証契約番号/ });
  await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByText("検査文字が違います。")).toBeTruthy();
});
