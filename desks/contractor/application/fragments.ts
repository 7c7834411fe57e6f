import { graphql } from "../../gql/graphql.ts";
import { MessageFields } from "../../shared/messages/operations.ts";

/** An obligee, with what the form needs of it. */
export const ObligeeFacts = graphql(`
  fragment ObligeeFacts on Obligee {
    id
    name
    title
    prefecture
    isActive
    acceptances {
      kind
      contractType
      from
      basis
      note
      approvedContractsOnly
    }
    contractingOfficers {
      id
      title
      office
      isActive
    }
  }
`);

/** A registered contract, as the form shows it. */
export const ContractFacts = graphql(`
  fragment ContractFacts on Contract {
    id
    projectName
    contractType
    contractPrice
    contractDate
    tenderNoticeDate
    bidDate
    periodFrom
    periodTo
    advancePaymentPlanned
    lowPriceOrLabourOnly
    jointVentureName
    jointVentureParties {
      name
      address
      sharePercent
      corporateNumber
      isLead
    }
    contractor {
      id
      name
    }
    obligee {
      id
      name
      title
    }
    contractingOfficer {
      id
      title
    }
  }
`);

/** The form as it was saved. */
export const DraftForm = graphql(`
  fragment DraftForm on ApplicationDraft {
    version
    savedAt
    savedBy
    contractId
    submissionBranchId
    notifyOnCompletion
    email
    contactDepartment
    contactTitle
    contactName
    contactTelephone
    message
    currentFiscalYearBase
    fiscalYear
    paperDelivery
    contract {
      obligeeId
      projectName
      contractType
      contractPrice
      contractDate
      tenderNoticeDate
      bidDate
      periodFrom
      periodTo
      advancePaymentPlanned
      lowPriceOrLabourOnly
      jointVentureName
      isAnother
      contractingOfficerId
      jointVentureMembers
      jointVentureParties {
        name
        address
        sharePercent
        corporateNumber
      }
    }
    guarantees {
      kind
      medium
      amount
      depositBank
      redeposit
      recognizedOn
      feePaymentMethod
      billTo
      billToId
      paperFeeStatement
    }
  }
`);

/** The form as it was sent. */
export const SentForm = graphql(
  `
    fragment SentForm on Application {
      id
      status
      submittedAt
      fiscalYear
      currentFiscalYearBase
      notifyOnCompletion
      email
      contactDepartment
      contactTitle
      contactName
      contactTelephone
      submissionBranch {
        id
        name
        telephone
        hours
      }
      contract {
        ...ContractFacts
      }
      guarantees {
        id
        kind
        medium
        paperDelivery
        status
        statusReason
        number
        amount
        ratio
        depositBank
        redeposit
        recognizedOn
        feePaymentMethod
        billTo
        paperFeeStatement
        issuedAt
      }
    }
  `,
  [ContractFacts],
);

/** What happened to an application since it was sent. */
export const SentHistory = graphql(
  `
    fragment SentHistory on Application {
      unreadMessages
      submissions {
        submittedAt
        by
        reason
        changes {
          path
          label
          before
          after
        }
      }
      messages {
        ...MessageFields
      }
    }
  `,
  [MessageFields],
);
