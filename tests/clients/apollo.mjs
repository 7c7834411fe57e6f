// One operation with one file: the request (JSON), the file, and the dotted path to its place among the variables.
import { openAsBlob } from "node:fs";
import { ApolloClient, CombinedGraphQLErrors, InMemoryCache, gql } from "@apollo/client";
import UploadHttpLink from "apollo-upload-client/UploadHttpLink.mjs";

const [request, path, at] = process.argv.slice(2);
const { url, query, variables, headers } = JSON.parse(request);
const steps = at.split(".");
const last = steps.pop();
steps.reduce((holder, step) => holder[step], variables)[last] = await openAsBlob(path, { type: "application/pdf" });

const client = new ApolloClient({ link: new UploadHttpLink({ uri: url, headers }), cache: new InMemoryCache() });
const document = gql(query);
const isMutation = document.definitions[0].operation === "mutation";
try {
  const { data } = await (isMutation
    ? client.mutate({ mutation: document, variables })
    : client.query({ query: document, variables }));
  console.log(JSON.stringify({ data }));
} catch (error) {
  if (!CombinedGraphQLErrors.is(error)) throw error;
  console.log(JSON.stringify({ data: error.data, errors: error.errors }));
}
