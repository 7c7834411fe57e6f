import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";
import { FileLink } from "../../shared/files/fragments.ts";
import {
  AmendmentFields,
  ApplicationFields,
  ClaimFields,
  ContractFields,
  HandoverFields,
  StatementFields,
} from "./fragments.ts";

export const GuaranteeDetail = graphql(
  `
  query GuaranteeDetail($id: ID!) {
    viewer {
      accountRole
      contractor {
        id
      }
    }
    node(id: $id) {
      __typename
      ... on Guarantee {
        id
        number
        kind
        medium
        paperDelivery
        status
        statusReason
        reviewStartedAt
        amount
        ratio
        expiryDate
        depositBank
        redeposit
        recognizedOn
        feePaymentMethod
        feePaidOn
        issuedAt
        validity {
          isValid
          message
        }
        handlingBranch {
          id
          name
          telephone
          hours
        }
        contract {
          ...ContractFields
        }
        application {
          ...ApplicationFields
        }
        history {
          id
          status
          reason
          amendmentNumber
          issuedAt
          amount
          expiryDate
          periodFrom
          periodTo
        }
        handovers {
          ...HandoverFields
        }
        receivedNotices {
          receivedAt
          receivedBy
          contractReference
        }
        amendmentRequests {
          ...AmendmentFields
        }
        claims {
          ...ClaimFields
        }
        feeStatements {
          ...StatementFields
        }
        keyPresentations {
          role
          by
          person
          address
          firstAt
          lastAt
          times
        }
      }
    }
  }
`,
  [AmendmentFields, ApplicationFields, ClaimFields, ContractFields, HandoverFields, StatementFields],
);

/** The auth key: every reading is recorded, hence an operation of its own, sent on a click only. */
export const GuaranteeKey = graphql(`
  query GuaranteeKey($id: ID!) {
    node(id: $id) {
      __typename
      ... on Guarantee {
        id
        authKey
      }
    }
  }
`);

/** A fresh link to the key notice: every link is recorded. */
export const GuaranteeNoticeFile = graphql(
  `
  query GuaranteeNoticeFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on Guarantee {
        id
        keyNotice {
          ...FileLink
        }
      }
    }
  }
`,
  [FileLink],
);

export const GuaranteeCertificateFile = graphql(
  `
  query GuaranteeCertificateFile($id: ID!) {
    node(id: $id) {
      __typename
      ... on Certificate {
        id
        document {
          ...FileLink
        }
      }
    }
  }
`,
  [FileLink],
);

export const SendNotice = graphql(
  `
  mutation SendNotice($input: SendNoticeInput!) {
    sendNotice(input: $input) {
      __typename
      ... on NoticeSent {
        guarantee {
          id
        }
        handover {
          ...HandoverFields
        }
      }
      ... on UserError {
        ...Refusal
      }
    }
  }
`,
  [HandoverFields, Refusal],
);

export const WithdrawGuarantee = graphql(
  `
  mutation WithdrawGuarantee($input: GuaranteeReasonInput!) {
    withdrawGuarantee(input: $input) {
      __typename
      ... on GuaranteeWithdrawn {
        guarantee {
          id
          status
          statusReason
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
