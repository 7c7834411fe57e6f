import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";

export const UploadNotice = graphql(
  `
    mutation UploadNotice($input: UploadNoticeInput!) {
      uploadNotice(input: $input) {
        __typename
        ... on NoticeFiled {
          certificate {
            id
            guaranteeNumber
            kind
            projectName
            principalName
            amount
          }
          handover {
            status
          }
        }
        ... on NoticeNotReadable {
          retryAfter
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
