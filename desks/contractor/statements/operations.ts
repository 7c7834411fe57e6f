import { graphql } from "../../gql/graphql.ts";
import { FileLink } from "../../shared/files/fragments.ts";

/**
 * A page of statements; `open` and `paid` are the same list narrowed by the server's rule of what is paid. From the same
 * cursor on they have every such row of the page, because a narrowed list cannot have more rows before its end.
 */
export const StatementList = graphql(`
  query StatementList(
    $first: Int!
    $after: String
    $filter: FeeStatementFilter
    $open: FeeStatementFilter
    $paid: FeeStatementFilter
  ) {
    open: feeStatements(first: $first, after: $after, filter: $open) {
      edges {
        node {
          id
        }
      }
    }
    paid: feeStatements(first: $first, after: $after, filter: $paid) {
      edges {
        node {
          id
        }
      }
    }
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

/** Which statements of a guarantee are open, and which are paid. */
export const GuaranteePayments = graphql(`
  query GuaranteePayments($open: FeeStatementFilter!, $paid: FeeStatementFilter!) {
    open: feeStatements(first: 50, filter: $open) {
      edges {
        node {
          id
        }
      }
    }
    paid: feeStatements(first: 50, filter: $paid) {
      edges {
        node {
          id
        }
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

export const StatementFile = graphql(
  `
  query StatementFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on FeeStatement {
        id
        document {
          ...FileLink
        }
      }
    }
  }
`,
  [FileLink],
);

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

export const BillFile = graphql(
  `
  query BillFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on MonthlyBill {
        id
        document {
          ...FileLink
        }
      }
    }
  }
`,
  [FileLink],
);
