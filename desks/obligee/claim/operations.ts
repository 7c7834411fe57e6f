import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";
import { FileLink } from "../../shared/files/fragments.ts";

export const ClaimList = graphql(`
  query ClaimList($first: Int!, $after: String, $filter: ClaimFilter) {
    claims(first: $first, after: $after, filter: $filter) {
      edges {
        cursor
        node {
          id
          status
          filedAt
          dueOn
          amount
          acceptedAmount
          paidAmount
          lateDays
          guarantee {
            id
            number
            kind
            contract {
              id
              projectName
            }
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

export const ClaimShown = graphql(`
  query ClaimShown($id: ID!) {
    node(id: $id) {
      __typename
      ... on Claim {
        id
        status
        filedAt
        dueOn
        amount
        reason
        contractEndedOn
        advancePaid
        progressPaid
        finishedWorkValue
        reviewStartedAt
        decidedAt
        decision
        acceptedAmount
        paidOn
        paidAmount
        lateDays
        lateInterest
        account {
          bank
          branch
          type
          number
          holder
        }
        messages {
          id
          sentAt
          from
          body
        }
        attachments {
          id
          filename
          description
          bytes
          uploadedAt
          by
        }
        guarantee {
          id
          number
          kind
          amount
          certificate {
            id
          }
          contract {
            id
            projectName
            contractType
          }
        }
      }
    }
  }
`);

export const ClaimReceipt = graphql(
  `
  query ClaimReceipt($id: ID!) {
    node(id: $id) {
      __typename
      ... on Claim {
        id
        receipt {
          ...FileLink
        }
      }
    }
  }
`,
  [FileLink],
);

export const ClaimAttachment = graphql(`
  query ClaimAttachment($id: ID!) {
    node(id: $id) {
      __typename
      ... on Attachment {
        id
        url
        filename
      }
    }
  }
`);

export const ClaimedCertificate = graphql(`
  query ClaimedCertificate($id: ID!) {
    node(id: $id) {
      __typename
      ... on Certificate {
        id
        guaranteeNumber
        kind
        contractType
        amount
        principalName
        jointVentureName
        projectName
        expiryDate
        guarantee {
          id
          status
        }
      }
    }
  }
`);

export const FileClaim = graphql(
  `
    mutation FileClaim($input: FileClaimInput!) {
      fileClaim(input: $input) {
        __typename
        ... on ClaimFiled {
          claim {
            id
            amount
            dueOn
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const AnswerClaim = graphql(
  `
    mutation AnswerClaim($input: ClaimMessageInput!) {
      answerClaim(input: $input) {
        __typename
        ... on ClaimAnswered {
          claim {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const WithdrawClaim = graphql(
  `
    mutation WithdrawClaim($input: ClaimReasonInput!) {
      withdrawClaim(input: $input) {
        __typename
        ... on ClaimWithdrawn {
          claim {
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

export const AttachToClaim = graphql(
  `
    mutation AttachToClaim($input: AddAttachmentInput!) {
      addAttachment(input: $input) {
        __typename
        ... on AttachmentAdded {
          attachment {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const DetachFromClaim = graphql(
  `
    mutation DetachFromClaim($input: RemoveAttachmentInput!) {
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
