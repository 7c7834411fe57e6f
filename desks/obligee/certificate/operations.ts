import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";
import { FileLink } from "../../shared/files/fragments.ts";

const Paper = graphql(`
  fragment Paper on Certificate {
    id
    guaranteeNumber
    kind
    medium
    contractType
    principalName
    principalAddress
    jointVentureName
    jointVentureMembers {
      name
      address
      sharePercent
      isLead
    }
    obligeeTitle
    amount
    expiryDate
    projectName
    contractPrice
    periodFrom
    periodTo
    contractDate
    depositBank
    suretyName
    suretyAddress
    suretyRepresentative
    generalTerms
    status
    amendmentNumber
    issuedAt
    validity {
      isValid
      reason
      since
      message
    }
    handlingBranch {
      name
      telephone
      fax
      hours
    }
  }
`);

const HandoverProgress = graphql(`
  fragment HandoverProgress on Handover {
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
    }
  }
`);

const GuaranteeOfPaper = graphql(
  `
    fragment GuaranteeOfPaper on Guarantee {
      id
      number
      status
      certificate {
        id
      }
      history {
        id
        reason
        amendmentNumber
        issuedAt
        amount
        expiryDate
        contractPrice
        periodTo
        projectName
        validity {
          isValid
          reason
        }
      }
      handover {
        status
      }
      handovers {
        ...HandoverProgress
      }
      receivedNotices {
        receivedAt
        receivedBy
        contractReference
      }
      claims {
        id
        status
        filedAt
        amount
      }
    }
  `,
  [HandoverProgress],
);

export const CertificateShown = graphql(
  `
    query CertificateShown($id: ID!) {
      node(id: $id) {
        __typename
        ... on Certificate {
          ...Paper
          guarantee {
            ...GuaranteeOfPaper
            contract {
              id
              guarantees {
                id
                number
                kind
                status
                handover {
                  status
                }
                certificate {
                  id
                  principalName
                  obligeeTitle
                  projectName
                  contractPrice
                  contractDate
                  periodTo
                }
              }
            }
          }
        }
      }
    }
  `,
  [Paper, GuaranteeOfPaper],
);

export const CertificateFile = graphql(
  `
  query CertificateFile($id: ID!) {
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

export const CertificateCompared = graphql(`
  query CertificateCompared($id: ID!, $expected: ExpectedContractInput!) {
    node(id: $id) {
      __typename
      ... on Certificate {
        id
        compare(expected: $expected) {
          field
          expected
          actual
          matches
          difference
        }
      }
    }
  }
`);

export const AcceptCertificate = graphql(
  `
    mutation AcceptCertificate($input: CertificateKeyInput!) {
      acceptCertificate(input: $input) {
        __typename
        ... on CertificateAccepted {
          certificate {
            id
          }
          handover {
            status
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const ReturnCertificate = graphql(
  `
    mutation ReturnCertificate($input: ReturnCertificateInput!) {
      returnCertificate(input: $input) {
        __typename
        ... on CertificateReturned {
          certificate {
            id
          }
          handover {
            status
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

/** The page of a guarantee's certificate, for links in mails. */
export const GuaranteeLink = graphql(`
  query GuaranteeLink($id: ID!) {
    node(id: $id) {
      __typename
      ... on Guarantee {
        id
        number
        certificate {
          id
        }
        history {
          id
        }
      }
    }
  }
`);
