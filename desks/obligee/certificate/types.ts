import type { ResultOf } from "../../gql/graphql.ts";
import type { CertificateCompared, CertificateShown } from "./operations.ts";

type Node<Data extends { node: unknown }> = Extract<NonNullable<Data["node"]>, { __typename: "Certificate" }>;

export type Certificate = Node<ResultOf<typeof CertificateShown>>;
export type Guarantee = Certificate["guarantee"];
export type Comparison = Node<ResultOf<typeof CertificateCompared>>["compare"][number];
