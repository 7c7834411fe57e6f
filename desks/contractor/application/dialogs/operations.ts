import { Refusal } from "../../../gql/fragments.ts";
import { graphql } from "../../../gql/graphql.ts";

export const RegisterBillTo = graphql(
  `
    mutation RegisterBillTo($input: SaveBillToInput!) {
      saveBillTo(input: $input) {
        __typename
        ... on BillToSaved {
          billTo {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
