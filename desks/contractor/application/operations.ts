import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";
import { ContractFacts, DraftForm, ObligeeFacts } from "./fragments.ts";

/** An application to be filled in: a draft, or one that came back. */
export const ApplicationForm = graphql(
  `
    query ApplicationForm($id: ID!) {
      node(id: $id) {
        __typename
        ... on Application {
          id
          status
          draft {
            ...DraftForm
          }
        }
      }
    }
  `,
  [DraftForm],
);

/** What the company used before, its branches to choose from, and who it is. */
export const FormChoices = graphql(
  `
    query FormChoices {
      viewer {
        name
        email
        contractor {
          id
          name
          address
        }
      }
      sureties {
        id
        name
        isActive
        branches {
          id
          name
          telephone
          hours
          isActive
        }
      }
      monthlyPayments(first: 10) {
        edges {
          node {
            id
            validFrom
            mayPayMonthly
          }
        }
      }
      applicationSuggestions(first: 20) {
        depositBanks
        billTos {
          id
          name
          department
          address
        }
        contacts {
          department
          title
          name
          telephone
          email
        }
        branches {
          id
        }
        obligees {
          ...ObligeeFacts
        }
      }
    }
  `,
  [ObligeeFacts],
);

export const ObligeeSearch = graphql(
  `
    query ObligeeSearch($search: String, $prefecture: String) {
      obligees(first: 20, filter: { search: $search, prefecture: $prefecture, isActive: true }) {
        edges {
          node {
            ...ObligeeFacts
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  `,
  [ObligeeFacts],
);

export const ObligeeOfForm = graphql(
  `
    query ObligeeOfForm($id: ID!) {
      node(id: $id) {
        __typename
        ... on Obligee {
          ...ObligeeFacts
        }
      }
    }
  `,
  [ObligeeFacts],
);

export const ContractSearch = graphql(
  `
    query ContractSearch($search: String, $contractorId: ID) {
      contracts(first: 20, filter: { search: $search, contractorId: $contractorId }) {
        edges {
          node {
            ...ContractFacts
          }
        }
        pageInfo {
          hasNextPage
        }
      }
    }
  `,
  [ContractFacts],
);

export const ContractOfForm = graphql(
  `
    query ContractOfForm($id: ID!) {
      node(id: $id) {
        __typename
        ... on Contract {
          ...ContractFacts
        }
      }
    }
  `,
  [ContractFacts],
);

export const CheckForm = graphql(`
  query CheckForm($input: ApplicationDraftInput!) {
    checkApplication(input: $input) {
      problems {
        path
        code
        message
        limit
      }
      guarantees {
        index
        kind
        ratio
        limit
        minimum
        acceptsElectronic
        acceptedFrom
        fee {
          fee
          isSample
          validFrom
          lines {
            description
            amount
          }
        }
      }
    }
  }
`);

export const SaveForm = graphql(
  `
    mutation SaveForm($input: SaveApplicationDraftInput!) {
      saveApplicationDraft(input: $input) {
        __typename
        ... on DraftSaved {
          application {
            id
            draft {
              version
              savedAt
              guarantees {
                kind
                depositBank
              }
            }
          }
        }
        ... on DraftChanged {
          version
          savedBy
          savedAt
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const SendForm = graphql(
  `
    mutation SendForm($input: ApplicationActionInput!) {
      submitApplication(input: $input) {
        __typename
        ... on ApplicationSubmitted {
          application {
            id
            status
          }
        }
        ... on ContractAlreadyRegistered {
          contract {
            id
            projectName
          }
        }
        ... on ObligeeDoesNotAcceptElectronic {
          acceptedFrom
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const DeleteForm = graphql(
  `
    mutation DeleteForm($input: ApplicationActionInput!) {
      deleteApplicationDraft(input: $input) {
        __typename
        ... on DraftDeleted {
          applicationId
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
