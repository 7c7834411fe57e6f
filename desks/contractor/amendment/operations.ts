import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";
import { AmendmentFields } from "../guarantee/fragments.ts";

/** What an amendment can change, as it is now. */
export const AmendmentSubject = graphql(
  `
  query AmendmentSubject($id: ID!) {
    node(id: $id) {
      __typename
      ... on Guarantee {
        id
        number
        kind
        status
        amount
        expiryDate
        application {
          id
        }
        contract {
          id
          contractType
          projectName
          contractPrice
          periodFrom
          periodTo
        }
        amendmentRequests {
          ...AmendmentFields
        }
      }
    }
  }
`,
  [AmendmentFields],
);

export const RequestAmendment = graphql(
  `
  mutation RequestAmendment($input: RequestAmendmentInput!) {
    requestAmendment(input: $input) {
      __typename
      ... on AmendmentRequested {
        amendmentRequest {
          ...AmendmentFields
          guarantee {
            id
          }
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [AmendmentFields, Refusal],
);

export const WithdrawAmendmentRequest = graphql(
  `
  mutation WithdrawAmendmentRequest($input: AmendmentRequestActionInput!) {
    withdrawAmendmentRequest(input: $input) {
      __typename
      ... on AmendmentRequestWithdrawn {
        amendmentRequest {
          id
          status
          guarantee {
            id
          }
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [Refusal],
);

export const AttachToAmendment = graphql(
  `
  mutation AttachToAmendment($input: AddAttachmentInput!) {
    addAttachment(input: $input) {
      __typename
      ... on AttachmentAdded {
        attachment {
          id
          filename
          bytes
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [Refusal],
);

export const DetachFromAmendment = graphql(
  `
  mutation DetachFromAmendment($input: RemoveAttachmentInput!) {
    removeAttachment(input: $input) {
      __typename
      ... on AttachmentRemoved {
        attachmentId
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [Refusal],
);
