import { graphql } from "../../gql/graphql.ts";

export const LookUpCertificate = graphql(`
  query LookUpCertificate($number: GuaranteeNumber!, $key: AuthKey!) {
    certificate(guaranteeNumber: $number, authKey: $key) {
      __typename
      id
      guaranteeNumber
    }
  }
`);
