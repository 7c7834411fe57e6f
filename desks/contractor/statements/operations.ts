import { graphql } from "../../gql/graphql.ts";

export const StatementList = graphql(`
  query StatementList($first: Int!, $after: String, $filter: FeeStatementFilter) {
    feeStatements(first: $first, after: $after, filter: $filter) {
      edges {
        node {
          id
          number
          guaranteeNumber
          issuedOn
          kind
          fee
          due
          unpaid
          isSample
          method
          billingMonth
          billTo
          dueOn
          projectName
          obligeeTitle
          guarantee {
            id
            status
            feePaidOn
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

export const StatementsCsvFile = graphql(`
  query StatementsCsvFile($filter: FeeStatementFilter) {
    feeStatementsCsv(filter: $filter) {
      url
      filename
    }
  }
`);

export const StatementFile = graphql(`
  query StatementFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on FeeStatement {
        id
        document {
          url
          filename
          state
          retryAfter
        }
      }
    }
  }
`);

export const BillList = graphql(`
  query BillList($first: Int!, $after: String, $filter: MonthlyBillFilter) {
    monthlyBills(first: $first, after: $after, filter: $filter) {
      edges {
        node {
          id
          number
          billingMonth
          billTo
          issuedOn
          dueOn
          total
          paid
          balance
          feeAccount
          surety {
            id
            name
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

export const BillsCsvFile = graphql(`
  query BillsCsvFile($filter: MonthlyBillFilter) {
    monthlyBillsCsv(filter: $filter) {
      url
      filename
    }
  }
`);

export const BillFile = graphql(`
  query BillFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on MonthlyBill {
        id
        document {
          url
          filename
          state
          retryAfter
        }
      }
    }
  }
`);
