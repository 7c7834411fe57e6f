import { graphql } from "../../gql/graphql.ts";

export const VerifyDocument = graphql(`
  query VerifyDocument($file: Upload!) {
    verifyDocument(file: $file) {
      __typename
      verdict
      issuer
      guaranteeNumber
      signedAt
      trust
      additions
      validity {
        isValid
        since
        message
      }
    }
  }
`);
