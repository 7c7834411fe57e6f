import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";

/** A message between contractor and surety about an application. */
export const MessageFields = graphql(`
  fragment MessageFields on Message {
    id
    sentAt
    from
    body
    readAt
    attachments {
      id
      filename
      bytes
    }
  }
`);

export const PostMessage = graphql(
  `
  mutation PostMessage($input: PostMessageInput!) {
    postMessage(input: $input) {
      __typename
      ... on MessagePosted {
        application {
          id
          unreadMessages
          messages {
            ...MessageFields
          }
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [MessageFields, Refusal],
);

export const MarkMessagesRead = graphql(
  `
  mutation MarkMessagesRead($input: ApplicationActionInput!) {
    markMessagesRead(input: $input) {
      __typename
      ... on MessagesMarkedRead {
        application {
          id
          unreadMessages
          messages {
            ...MessageFields
          }
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [MessageFields, Refusal],
);

/** A fresh link to an attachment. */
export const AttachmentFile = graphql(`
  query AttachmentFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on Attachment {
        url
        filename
      }
    }
  }
`);
