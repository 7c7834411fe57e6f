/**
 * The operations of all desks as trusted documents: each is validated against schema.graphql and gets an id, the SHA-256 of
 * its text. The server takes no other operation from a browser. Run by itself it validates and writes the ids, without the bundles.
 */
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { formatDocument, stringifyDocument } from "@urql/core";
import { buildSchema, type DocumentNode, type GraphQLSchema, Kind, parse, validate } from "graphql";

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** Id of an operation: `sha256:` and 64 hexadecimal digits. */
export type DocumentId = string;
export type Documents = { byName: Map<string, DocumentId>; texts: Map<DocumentId, string> };

/** Collect the operations of every `operations.ts`. Throws an Error that lists all faults. */
export async function collect(): Promise<Documents> {
  const schema = buildSchema(readFileSync(join(ROOT, "../schema.graphql"), "utf8"));
  const found: Documents = { byName: new Map(), texts: new Map() };
  const faults: string[] = [];
  for (const file of globSync("{contractor,obligee,shared,gql}/**/operations.ts", { cwd: ROOT }).sort()) {
    const module: Record<string, unknown> = await import(pathToFileURL(join(ROOT, file)).href);
    for (const exported of Object.values(module)) {
      if (isDocument(exported)) faults.push(...add(exported, schema, found).map((fault) => `${file}: ${fault}`));
    }
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
  return found;
}

function add(document: DocumentNode, schema: GraphQLSchema, found: Documents): string[] {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) return []; // a fragment, which is part of the operations that spread it
  const name = operation.name?.value;
  if (name === undefined) return ["an operation has no name"];
  if (found.byName.has(name)) return [`${name} is there twice`];
  const text = stringifyDocument(formatDocument(document));
  const faults = validate(schema, parse(text)).map((error) => `${name}: ${error.message}`);
  const id = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  found.byName.set(name, id);
  found.texts.set(id, text);
  return faults;
}

function isDocument(value: unknown): value is DocumentNode {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === Kind.DOCUMENT;
}

/** Write the ids by name, for the client; returns the documents. */
export async function writeIds(): Promise<Documents> {
  const documents = await collect();
  mkdirSync(join(ROOT, "gql/generated"), { recursive: true });
  const ids = JSON.stringify(Object.fromEntries(documents.byName), null, 2);
  writeFileSync(join(ROOT, "gql/generated/document-ids.json"), `${ids}\n`);
  return documents;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const documents = await writeIds();
    process.stdout.write(`${documents.texts.size} operations fit the schema\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
