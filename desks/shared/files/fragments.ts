import { graphql } from "../../gql/graphql.ts";

/** What a button needs that opens a document. The link is valid for five minutes. */
export const FileLink = graphql(`
  fragment FileLink on Document {
    url
    filename
    state
    retryAfter
  }
`);
