// Mercurius on Fastify with its just-in-time compiler; related rows through its loaders, or, with the argument
// "resolvers", as most people begin: a resolver a field that reads its own row.
import Fastify from "fastify";
import mercurius from "mercurius";
import * as rows from "./rows.mjs";

const resolvers = {
  Query: {
    certificate: (_, { guaranteeNumber, authKey }) => rows.certificateByKey(guaranteeNumber, authKey),
    contracts: (_, { first }) => rows.newestContracts(first),
  },
};

const related = (reading) => ({
  Certificate: {
    handlingBranch: reading(rows.branches, "handlingBranchId"),
    guarantee: reading(rows.guarantees, "guaranteeId"),
  },
  Guarantee: { contract: reading(rows.contracts, "contractId"), certificate: reading(rows.certificatesOf, "id") },
  Contract: { guarantees: reading(rows.guaranteesOf, "id") },
});
const together = (read, column) => (queries) => read(queries.map(({ obj }) => obj[column]));
const alone = (read, column) => async (row) => (await read([row[column]]))[0];
const way =
  process.argv[2] === "resolvers"
    ? { resolvers: { ...resolvers, ...related(alone) } }
    : { resolvers, loaders: related(together) };

const server = Fastify({ logger: false });
server.register(mercurius, { schema: rows.typeDefs, ...way, jit: 1 });
await server.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
process.once("SIGTERM", () => process.exit(0));
