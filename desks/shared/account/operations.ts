import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";

export const OwnAccount = graphql(`
  query OwnAccount {
    viewer {
      __typename
      role
      name
      email
      accountRole
      contractor {
        name
      }
      obligee {
        name
      }
      sessions {
        id
        createdAt
        expiresAt
        lastUsedAt
        address
        isCurrent
      }
    }
  }
`);

export const ChangePassword = graphql(
  `
    mutation ChangePassword($input: ChangePasswordInput!) {
      changePassword(input: $input) {
        __typename
        ... on PasswordChanged {
          viewer {
            email
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const EndSession = graphql(
  `
    mutation EndSession($input: EndSessionInput!) {
      endSession(input: $input) {
        __typename
        ... on SessionEnded {
          session {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const StaffAccounts = graphql(`
  query StaffAccounts($first: Int!, $after: String, $search: String) {
    accounts(first: $first, after: $after, search: $search) {
      edges {
        node {
          id
          email
          name
          accountRole
          isActive
          isInvited
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const InviteAccount = graphql(
  `
    mutation InviteAccount($input: InviteAccountInput!) {
      inviteAccount(input: $input) {
        __typename
        ... on AccountInvited {
          account {
            id
            email
            name
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const DeactivateAccount = graphql(
  `
    mutation DeactivateAccount($input: AccountActionInput!) {
      deactivateAccount(input: $input) {
        __typename
        ... on AccountDeactivated {
          account {
            id
            isActive
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
