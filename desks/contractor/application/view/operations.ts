import { Refusal } from "../../../gql/fragments.ts";
import { graphql } from "../../../gql/graphql.ts";
import { SentForm, SentHistory } from "../fragments.ts";

/** An application that was sent, with all that happened to it. A draft has no contract here, so it is not asked for. */
export const SentApplication = graphql(
  `
    query SentApplication($id: ID!) {
      viewer {
        contractor {
          id
        }
      }
      node(id: $id) {
        __typename
        ... on Application {
          ...SentForm
          ...SentHistory
        }
      }
    }
  `,
  [SentForm, SentHistory],
);

export const WithdrawForm = graphql(
  `
    mutation WithdrawForm($input: ApplicationActionInput!) {
      withdrawApplication(input: $input) {
        __typename
        ... on ApplicationWithdrawn {
          application {
            id
            status
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
