import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type Client, Provider } from "urql";
import { afterEach, expect, test, vi } from "vitest";
import { graphql } from "../../gql/graphql.ts";
import { FileButton } from "./FileButton.tsx";

const query = graphql(`
  query TestedFile {
    certificatesCsv {
      url
      filename
    }
  }
`);
const READY = { url: "/documents/1", filename: "証書.pdf", state: "READY", retryAfter: null };

afterEach(() => vi.useRealTimers());

/** A client that gives one answer after the other. */
function show(answers: object[], saves = false) {
  const asked = vi.fn(() => ({ toPromise: async () => answers.shift() }));
  render(
    <Provider value={{ query: asked } as unknown as Client}>
      <FileButton query={query} variables={{}} of={(data) => data.certificatesCsv} saves={saves}>
        証書を開く
      </FileButton>
    </Provider>,
  );
  return asked;
}

const answer = (file: object | null) => ({ data: { certificatesCsv: file } });

test("the link is asked for on the click, and opened in a new tab", async () => {
  const opened = vi.spyOn(window, "open").mockReturnValue(window);
  const asked = show([answer(READY)]);
  expect(asked).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("button", { name: /証書を開く/ }));
  expect(opened).toHaveBeenCalledWith("/documents/1", "_blank");
});

test("a document that is being made is waited for", async () => {
  const opened = vi.spyOn(window, "open").mockReturnValue(window);
  const asked = show([answer({ ...READY, state: "MAKING", retryAfter: 0 }), answer(READY)]);
  await userEvent.click(screen.getByRole("button", { name: /証書を開く/ }));
  await vi.waitFor(() => expect(opened).toHaveBeenCalled());
  expect(asked).toHaveBeenCalledTimes(2);
});

test("where the browser blocks the tab, a link is left to click", async () => {
  vi.spyOn(window, "open").mockReturnValue(null);
  show([answer(READY)]);
  await userEvent.click(screen.getByRole("button", { name: /証書を開く/ }));
  const link = await screen.findByRole("link", { name: /証書.pdf を開く/ });
  expect(link.getAttribute("href")).toBe("/documents/1");
});

test("a failure, a lost connection and a missing file are told", async () => {
  show([answer({ ...READY, state: "FAILED" }), { error: { networkError: new Error() } }, answer(null)]);
  const press = () => userEvent.click(screen.getByRole("button", { name: /証書を開く/ }));
  await press();
  expect((await screen.findByRole("alert")).textContent).toContain("作成できませんでした");
  await press();
  expect((await screen.findByRole("alert")).textContent).toContain("通信できませんでした");
  await press();
  expect((await screen.findByRole("alert")).textContent).toContain("閲覧できません");
});
