// graphql-yoga on node:http; related rows through dataloaders that live for one request.
import { createServer } from "node:http";
import DataLoader from "dataloader";
import { createSchema, createYoga } from "graphql-yoga";
import * as rows from "./rows.mjs";

const resolvers = {
  Query: {
    certificate: (_, { guaranteeNumber, authKey }) => rows.certificateByKey(guaranteeNumber, authKey),
    contracts: (_, { first }) => rows.newestContracts(first),
  },
  Certificate: {
    handlingBranch: (row, _, { loaders }) => loaders.branch.load(row.handlingBranchId),
    guarantee: (row, _, { loaders }) => loaders.guarantee.load(row.guaranteeId),
  },
  Guarantee: {
    contract: (row, _, { loaders }) => loaders.contract.load(row.contractId),
    certificate: (row, _, { loaders }) => loaders.certificateOf.load(row.id),
  },
  Contract: {
    guarantees: (row, _, { loaders }) => loaders.guaranteesOf.load(row.id),
  },
};

const loaders = () => ({
  branch: new DataLoader(rows.branches),
  guarantee: new DataLoader(rows.guarantees),
  contract: new DataLoader(rows.contracts),
  certificateOf: new DataLoader(rows.certificatesOf),
  guaranteesOf: new DataLoader(rows.guaranteesOf),
});

const yoga = createYoga({
  schema: createSchema({ typeDefs: rows.typeDefs, resolvers }),
  context: () => ({ loaders: loaders() }),
  graphiql: false,
  logging: "error",
});
createServer(yoga).listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
