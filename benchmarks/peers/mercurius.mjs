// Mercurius on Fastify with its just-in-time compiler; related rows through its loaders.
import Fastify from "fastify";
import mercurius from "mercurius";
import * as rows from "./rows.mjs";

const resolvers = {
  Query: {
    certificate: (_, { guaranteeNumber, authKey }) => rows.certificateByKey(guaranteeNumber, authKey),
    contracts: (_, { first }) => rows.newestContracts(first),
  },
};

const each = (read, column) => (queries) => read(queries.map(({ obj }) => obj[column]));
const loaders = {
  Certificate: {
    handlingBranch: each(rows.branches, "handlingBranchId"),
    guarantee: each(rows.guarantees, "guaranteeId"),
  },
  Guarantee: { contract: each(rows.contracts, "contractId"), certificate: each(rows.certificatesOf, "id") },
  Contract: { guarantees: each(rows.guaranteesOf, "id") },
};

const server = Fastify({ logger: false });
server.register(mercurius, { schema: rows.typeDefs, resolvers, loaders, jit: 1 });
await server.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => process.exit(0));
