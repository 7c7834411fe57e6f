import { graphql } from "../../gql/graphql.ts";

export const GuaranteeList = graphql(`
  query GuaranteeList($first: Int!, $after: String) {
    guarantees(first: $first, after: $after) {
      edges {
        cursor
        node {
          id
          number
          kind
          amount
          status
          medium
          contract {
            projectName
            obligee {
              title
            }
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
