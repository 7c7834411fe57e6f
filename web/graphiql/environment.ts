// What the Monaco editor asks its page for, and what the page's content security policy permits of it.

import { sanitize } from "monaco-editor/esm/vs/base/browser/dompurify/dompurify.js";
import EditorWorker from "monaco-editor/esm/vs/editor/editor.worker.js?worker";
import JsonWorker from "monaco-editor/esm/vs/language/json/json.worker.js?worker";
import GraphQLWorker from "monaco-graphql/esm/graphql.worker.js?worker";

interface Rules {
  createHTML(html: string): string;
  createScriptURL?(url: string): string;
}
type CreatePolicy = (name: string, rules: Rules) => unknown;
const { trustedTypes } = window as Window & { trustedTypes?: { createPolicy: CreatePolicy } };

/** The editor's own HTML, made of texts that it has escaped. */
const editorPolicy = trustedTypes?.createPolicy("monaco", { createHTML: (html) => html });

/** Everybody else's HTML, as the descriptions of the schema; workers come from our build alone. */
trustedTypes?.createPolicy("default", {
  createHTML: (html) => sanitize(html),
  createScriptURL: (url) => {
    if (new URL(url, location.href).href.startsWith(`${location.origin}/static/graphiql/`)) return url;
    throw new TypeError(`${url} is no script of this page.`);
  },
});

const WORKERS: Record<string, new () => Worker> = { graphql: GraphQLWorker, json: JsonWorker };

Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_id: string, label: string) => new (WORKERS[label] ?? EditorWorker)(),
    createTrustedTypesPolicy: () => editorPolicy,
  },
});
