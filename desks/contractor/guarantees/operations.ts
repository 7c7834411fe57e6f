import { graphql } from "../../gql/graphql.ts";

export const GuaranteeList = graphql(`
  query GuaranteeList($first: Int!, $after: String, $filter: GuaranteeFilter) {
    guarantees(first: $first, after: $after, filter: $filter) {
      totalCount
      edges {
        node {
          id
          number
          kind
          medium
          amount
          status
          expiryDate
          issuedAt
          handover {
            status
            sentAt
          }
          contract {
            id
            projectName
            jointVentureName
            contractingOfficer {
              id
              title
            }
            obligee {
              id
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

/** The obligees of the company's latest contracts, to choose from. */
export const GuaranteeObligees = graphql(`
  query GuaranteeObligees {
    contracts(first: 100) {
      edges {
        node {
          id
          obligee {
            id
            name
          }
        }
      }
    }
  }
`);

/** An obligee that the address names, though it is not among those of the latest contracts. */
export const GuaranteeObligee = graphql(`
  query GuaranteeObligee($id: ID!) {
    node(id: $id) {
      __typename
      ... on Obligee {
        id
        name
      }
    }
  }
`);

export const CertificatesCsvFile = graphql(`
  query CertificatesCsvFile($filter: CertificateFilter) {
    certificatesCsv(filter: $filter) {
      url
      filename
    }
  }
`);
