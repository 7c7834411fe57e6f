import { graphql } from "../../gql/graphql.ts";
import { MessageFields } from "../../shared/messages/operations.ts";

/** One sending, reading or decision of a hand-over. */
export const HandoverFields = graphql(`
  fragment HandoverFields on Handover {
    status
    channel
    sentAt
    viewedAt
    decidedAt
    reason
    events {
      at
      kind
      channel
      role
      by
      mail {
        recipient
        state
        sentAt
        problem
      }
    }
  }
`);

export const AmendmentFields = graphql(`
  fragment AmendmentFields on AmendmentRequest {
    id
    number
    status
    amount
    expiryDate
    projectName
    periodFrom
    periodTo
    contractPrice
    reason
    requestedAt
    by
    decidedAt
    decisionReason
    attachments {
      id
      filename
      bytes
    }
  }
`);

export const StatementFields = graphql(`
  fragment StatementFields on FeeStatement {
    id
    number
    issuedOn
    fee
    earlierCharges
    due
    unpaid
    isSample
    method
    billingMonth
    billTo
    dueOn
    feeAccount
    lines {
      description
      amount
    }
  }
`);

/** What a claim of the obligee says to the contractor. */
export const ClaimFields = graphql(`
  fragment ClaimFields on Claim {
    id
    status
    filedAt
    dueOn
    amount
    reason
    contractEndedOn
    decidedAt
    decision
    acceptedAmount
    paidOn
    paidAmount
  }
`);

/** The contract on the page, with where the obligee takes notices by mail. */
export const ContractFields = graphql(`
  fragment ContractFields on Contract {
    id
    projectName
    contractType
    contractPrice
    contractDate
    periodFrom
    periodTo
    jointVentureName
    jointVentureMembers
    contractor {
      id
      name
    }
    contractingOfficer {
      id
      title
      office
    }
    obligee {
      id
      name
      title
      noticeSubject
      acceptances {
        kind
        contractType
        from
        channels
        note
        noticeAddresses
      }
      offices {
        name
        kind
        noticeAddresses
      }
    }
    guarantees {
      id
      number
      kind
      status
      amount
    }
  }
`);

export const ApplicationFields = graphql(
  `
  fragment ApplicationFields on Application {
    id
    submittedAt
    unreadMessages
    submissions {
      submittedAt
      by
      reason
    }
    submissionBranch {
      id
      name
      telephone
      hours
    }
    messages {
      ...MessageFields
    }
  }
`,
  [MessageFields],
);
