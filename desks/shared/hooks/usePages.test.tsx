import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { Pager } from "../../ui/parts/Pager.tsx";
import { usePages } from "./usePages.ts";

/** A list of three pages whose cursors are `1` and `2`. */
async function open(address: string) {
  const root = createRootRoute();
  const list = createRoute({
    getParentRoute: () => root,
    path: "/list",
    validateSearch: (search: Record<string, unknown>) => search,
    component: () => {
      const { after } = list.useSearch() as { after?: number };
      const cursor = after === undefined ? undefined : String(after);
      const endCursor = String(Number(cursor ?? 0) + 1);
      const pages = usePages(cursor, { hasNextPage: endCursor !== "3", endCursor });
      return (
        <>
          <p>page {cursor ?? "0"}</p>
          <Pager {...pages} />
        </>
      );
    },
  });
  const history = createMemoryHistory({ initialEntries: [address] });
  const router = createRouter({ routeTree: root.addChildren([list]), history });
  render(<RouterProvider router={router as never} />);
  await screen.findByText(/page/);
  return history;
}

const click = (name: string) => userEvent.click(screen.getByRole("button", { name }));

it("goes on and back page by page, keeps the filters, and the browser's back button does the same", async () => {
  const history = await open("/list?kind=A");
  await click("次のページ");
  await screen.findByText("page 1");
  await click("次のページ");
  await screen.findByText("page 2");
  expect(history.location.search).toContain("kind=A");
  await click("前のページ");
  await screen.findByText("page 1");
  await click("前のページ");
  await screen.findByText("page 0");
  history.go(-1);
  await screen.findByText("page 1");
});

it("leads back to the first page from one that was opened by its address", async () => {
  const history = await open("/list?after=2");
  expect(screen.getByRole<HTMLButtonElement>("button", { name: "次のページ" }).disabled).toBe(true);
  await click("前のページ");
  await screen.findByText("page 0");
  await waitFor(() => expect(history.location.search).not.toContain("after"));
});
