import { Refusal } from "../../gql/fragments.ts";
import { graphql } from "../../gql/graphql.ts";

const RulesOfObligee = graphql(`
  fragment RulesOfObligee on ObligeeRules {
    id
    version
    validFrom
    validTo
    isReplaced
    setAt
    limits {
      advancePaymentRatio
      servicesAdvancePaymentRatio
      intermediateRatio
      combinedRatio
      performanceMinimumRatio
      raisedPerformanceMinimumRatio
      advancePaymentCap
      roundingUnit
      minimumPrice
    }
    acceptances {
      kind
      contractType
      from
      basis
      channels
      note
      noticeAddresses
      approvedContractsOnly
    }
    offices {
      name
      kind
      noticeAddresses
    }
  }
`);

export const ObligeeSettings = graphql(
  `
    query ObligeeSettings {
      viewer {
        __typename
        obligee {
          id
          name
          title
          prefecture
          noticeSubject
          version
          contractingOfficers {
            id
            title
            office
            isActive
            version
          }
          rules(first: 10) {
            edges {
              node {
                ...RulesOfObligee
              }
            }
          }
        }
      }
    }
  `,
  [RulesOfObligee],
);

export const SetObligeeRules = graphql(
  `
    mutation SetObligeeRules($input: SetObligeeRulesInput!) {
      setObligeeRules(input: $input) {
        __typename
        ... on ObligeeRulesSet {
          rules {
            id
            validFrom
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const ChangeObligee = graphql(
  `
    mutation ChangeObligee($input: ChangeObligeeInput!) {
      changeObligee(input: $input) {
        __typename
        ... on ObligeeChanged {
          obligee {
            id
            version
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const CreateOfficer = graphql(
  `
    mutation CreateOfficer($input: CreateContractingOfficerInput!) {
      createContractingOfficer(input: $input) {
        __typename
        ... on ContractingOfficerCreated {
          contractingOfficer {
            id
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const ChangeOfficer = graphql(
  `
    mutation ChangeOfficer($input: ChangeContractingOfficerInput!) {
      changeContractingOfficer(input: $input) {
        __typename
        ... on ContractingOfficerChanged {
          contractingOfficer {
            id
            version
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);

export const ApproveContract = graphql(
  `
    mutation ApproveContract($input: ApproveContractInput!) {
      approveContractForElectronic(input: $input) {
        __typename
        ... on ContractApproved {
          approval {
            __typename
          }
        }
        ...Refusal
      }
    }
  `,
  [Refusal],
);
