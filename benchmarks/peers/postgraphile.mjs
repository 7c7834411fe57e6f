// PostGraphile on node:http: its schema comes from the tables; by hand are the look-up by key and a guarantee's current
// certificate.
import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { lambda } from "postgraphile/grafast";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { extendSchema } from "postgraphile/utils";

const pepper = Buffer.from(process.env.AUTH_KEY_PEPPER, "base64");
const digestOf = ([number, key]) => createHmac("sha256", pepper).update(`${number}|${key}`).digest();

const byHand = extendSchema((build) => {
  const { certificate, auth_key: authKey } = build.input.pgRegistry.pgResources;
  const { sql } = build;
  const current = ($guaranteeId) => {
    const $certificates = certificate.find({ guarantee_id: $guaranteeId });
    $certificates.where(sql`${$certificates.alias}.status = 'CURRENT'`);
    return $certificates.single();
  };
  return {
    typeDefs: /* GraphQL */ `
      extend type Query {
        presentedCertificate(guaranteeNumber: String!, authKey: String!): Certificate
      }
      extend type Guarantee {
        currentCertificate: Certificate
      }
    `,
    objects: {
      Query: {
        plans: {
          presentedCertificate(_, { $guaranteeNumber, $authKey }) {
            const $digest = lambda([$guaranteeNumber, $authKey], digestOf, true);
            return current(authKey.get({ digest: $digest }).get("guarantee_id"));
          },
        },
      },
      Guarantee: { plans: { currentCertificate: ($guarantee) => current($guarantee.get("id")) } },
    },
  };
});

const pool = new pg.Pool({ max: Number(process.env.DATABASE_POOL_SIZE), options: "-c timezone=UTC" });
const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [byHand],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  grafserv: { graphiql: false, watch: false },
  schema: { defaultBehavior: "+list -mutation" },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
process.once("SIGTERM", () => process.exit(0));
