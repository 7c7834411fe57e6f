import { graphql } from "./graphql.ts";

/** Why a mutation is refused: to be spread in every result of a mutation. */
export const Refusal = graphql(`
  fragment Refusal on UserError {
    __typename
    message
    ... on InvalidInput {
      problems {
        path
        code
        message
        limit
      }
    }
  }
`);
