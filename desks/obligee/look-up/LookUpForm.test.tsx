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
async function open(answer: object | null) {
  const asked: unknown[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    if (answer === null) throw new TypeError("offline");
    asked.push(JSON.parse(String(init?.body)).variables);
    return new Response(JSON.stringify({ data: answer }), { headers: { "Content-Type": "application/json" } });
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
  const { asked, history } = await open({ certificate: found });
  paste(NOTICE);
  await userEvent.click(screen.getByRole("button"));
  await waitFor(() => expect(history.location.pathname).toBe("/certificates/Certificate_1"));
  expect(asked).toEqual([{ number: "31073-00001M", key: "Z28YUE4J3Bux" }]);
  expect(keyOf("31073-00001M")).toBe("Z28YUE4J3Bux");
});

it("words a miss as /verify does, and keeps what was typed", async () => {
  await open({ certificate: null });
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
