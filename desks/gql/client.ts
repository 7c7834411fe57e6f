/** The GraphQL client of the desks: cookie session, trusted documents, a document cache, and signing in again in place. */
import {
  type CombinedError,
  cacheExchange,
  createClient,
  fetchExchange,
  getOperationName,
  makeOperation,
  mapExchange,
  type Operation,
  type OperationResult,
} from "@urql/core";
import { authExchange } from "@urql/exchange-auth";
import documentIds from "./generated/document-ids.json" with { type: "json" };
import { currentPerson, deskHeaders, load, untilSignedIn } from "./session.ts";
import { unknownDocument } from "./versions.ts";

const IDS: Readonly<Record<string, string>> = documentIds;

/** Send an operation's id instead of its text: the server knows the texts of the build and takes no others from browsers. */
function trusted(operation: Operation): Operation {
  if (operation.kind === "teardown" || "documentId" in operation.query) return operation;
  const documentId = IDS[getOperationName(operation.query) ?? ""];
  const query = { ...operation.query, definitions: [], documentId };
  return makeOperation(operation.kind, { ...operation, query }, operation.context);
}

export function hasCode(error: CombinedError | undefined, code: string): boolean {
  return error?.graphQLErrors.some((entry) => entry.extensions.code === code) ?? false;
}

function noteVersion(result: OperationResult): void {
  if (hasCode(result.error, "UNKNOWN_DOCUMENT")) unknownDocument();
}

/** Nothing is sent for nobody: a page that could not learn who is signed in when it began asks first. */
async function person(): Promise<void> {
  if (currentPerson() !== null || !(await load())) await untilSignedIn();
}

const signInAgain = authExchange(async () => ({
  addAuthToOperation: (operation) => operation,
  willAuthError: () => currentPerson() === null,
  didAuthError: (error) => hasCode(error, "UNAUTHENTICATED"),
  refreshAuth: person,
}));

export function makeClient() {
  return createClient({
    url: "/graphql",
    // Variables contain guarantee numbers and keys, which must not get into an address.
    preferGetMethod: false,
    requestPolicy: "cache-and-network",
    fetchOptions: () => ({ credentials: "same-origin", headers: deskHeaders() }),
    exchanges: [
      cacheExchange,
      signInAgain,
      mapExchange({ onOperation: trusted, onResult: noteVersion }),
      fetchExchange,
    ],
  });
}
