import { initGraphQLTada } from "gql.tada";
import type { introspection } from "./graphql-env.d.ts";

/** Declares an operation or a fragment; its types come from schema.graphql. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  disableMasking: true;
  scalars: {
    ID: string;
    /** A calendar day, `2026-03-31`. */
    Date: string;
    /** A moment, ISO 8601 with its offset. */
    DateTime: string;
    /** Whole yen. */
    Yen: number;
    GuaranteeNumber: string;
    AuthKey: string;
    Upload: File;
  };
}>();

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";
