import { graphql } from "../../gql/graphql.ts";

/** What is on the table of the contractor: drafts, and what came back. */
export const OpenApplications = graphql(`
  query OpenApplications {
    drafts: applications(first: 50, filter: { status: DRAFT }) {
      edges {
        node {
          id
          draft {
            savedAt
            savedBy
            contractId
            contract {
              projectName
              obligeeId
            }
            guarantees {
              kind
              amount
            }
          }
        }
      }
    }
    returned: applications(first: 20, filter: { status: RETURNED }) {
      edges {
        node {
          id
          status
          contract {
            projectName
            obligee {
              name
            }
          }
          guarantees {
            id
            kind
            status
            statusReason
          }
          draft {
            savedAt
          }
        }
      }
    }
  }
`);

export const ApplicationList = graphql(`
  query ApplicationList($first: Int!, $after: String, $filter: ApplicationFilter) {
    applications(first: $first, after: $after, filter: $filter) {
      totalCount
      edges {
        node {
          id
          status
          submittedAt
          unreadMessages
          contract {
            projectName
            contractPrice
            obligee {
              name
            }
          }
          guarantees {
            id
            kind
            medium
            amount
            status
            number
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

/** The name of a registered contract or an obligee that a draft refers to. */
export const NameOfNode = graphql(`
  query NameOfNode($id: ID!) {
    node(id: $id) {
      __typename
      ... on Contract {
        projectName
        obligee {
          name
        }
      }
      ... on Obligee {
        name
      }
    }
  }
`);
