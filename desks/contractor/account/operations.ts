import { graphql } from "../../gql/graphql.ts";

/** The company as the register has it. */
export const OwnCompany = graphql(`
  query OwnCompany {
    viewer {
      contractor {
        id
        name
        address
        representative
        corporateNumber
        billTos {
          id
          name
          department
          address
        }
      }
    }
    monthlyPayments(first: 20) {
      edges {
        node {
          id
          validFrom
          mayPayMonthly
          surety {
            id
            name
          }
        }
      }
    }
  }
`);
