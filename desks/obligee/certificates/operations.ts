import { graphql } from "../../gql/graphql.ts";

export const CertificateList = graphql(`
  query CertificateList($first: Int!, $after: String, $filter: CertificateFilter) {
    certificates(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          guaranteeNumber
          kind
          amendmentNumber
          principalName
          jointVentureName
          projectName
          amount
          expiryDate
          validity {
            isValid
            reason
          }
          guarantee {
            id
            status
            handover {
              status
              sentAt
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

export const CertificatesFile = graphql(`
  query CertificatesFile($filter: CertificateFilter) {
    certificatesCsv(filter: $filter) {
      __typename
      url
      filename
    }
  }
`);
