import { Refusal } from "../../../gql/fragments.ts";
import { graphql } from "../../../gql/graphql.ts";

export const ApplicationAttachments = graphql(`
  query ApplicationAttachments($id: ID!) {
    node(id: $id) {
      __typename
      ... on Application {
        id
        attachments {
          id
          filename
          description
          bytes
          uploadedAt
          by
        }
      }
    }
  }
`);

export const AttachFile = graphql(
  `
    mutation AttachFile($input: AddAttachmentInput!) {
      addAttachment(input: $input) {
        __typename
        ... on AttachmentAdded {
          attachment {
            id
            filename
          }
        }
        ... on AttachmentRefused {
          reason
          retryAfter
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const RemoveFile = graphql(
  `
    mutation RemoveFile($input: RemoveAttachmentInput!) {
      removeAttachment(input: $input) {
        __typename
        ... on AttachmentRemoved {
          attachmentId
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
