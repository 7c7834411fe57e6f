// GraphiQL on our own endpoint. The address may bring ?query=, ?variables= and ?headers=, but nothing is ever written back to
// it: variables hold auth keys and headers hold tokens, and neither belongs into a browser's history.

import "./environment.ts";
import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { FIRST_QUERY } from "./first-query.ts";
import { storage } from "./storage.ts";

const address = new URLSearchParams(window.location.search);
const given = (name: string) => address.get(name) ?? undefined;

const fetcher = createGraphiQLFetcher({
  url: "/graphql",
  // The headers alone say who asks: a link with ?headers= must not act as the person who is signed in at the desks.
  fetch: (input, options) => fetch(input, { ...options, credentials: "omit" }),
});

const container = document.getElementById("graphiql");
if (container) {
  createRoot(container).render(
    createElement(GraphiQL, {
      fetcher,
      defaultQuery: FIRST_QUERY,
      initialQuery: given("query"),
      initialVariables: given("variables"),
      initialHeaders: given("headers"),
      defaultEditorToolsVisibility: given("variables") ? "variables" : "headers",
      isHeadersEditorEnabled: true,
      shouldPersistHeaders: false,
      storage,
    }),
  );
}
