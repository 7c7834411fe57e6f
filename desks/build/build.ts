/**
 * `npm run build`: ids of the operations, the bundles, their compressed forms, and the manifest of trusted documents.
 *
 * The files of the last build stay for one more build, so that a page that is open during a deployment finds its parts.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "vite";
import { report } from "./budget.ts";
import { ROOT, writeIds } from "./documents.ts";

const DIST = join(ROOT, "dist");
const COMPRESSED = /\.(js|css|svg|json|txt)$/;
const KEPT = join(DIST, ".kept.json");
const DOCUMENTS = join(DIST, "documents.json");
const PREVIOUS = join(DIST, "documents-previous.json");

function read(file: string, otherwise: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : otherwise;
}

function assets(): string[] {
  const folder = join(DIST, "assets");
  return existsSync(folder) ? readdirSync(folder).filter((name) => !/\.(br|gz)$/.test(name)) : [];
}

async function compress(file: string): Promise<void> {
  if (existsSync(`${file}.br`)) return;
  const content = readFileSync(file);
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(content, quality),
    promisify(gzip)(content, { level: 9 }),
  ]);
  writeFileSync(`${file}.br`, br);
  writeFileSync(`${file}.gz`, gz);
}

mkdirSync(DIST, { recursive: true });
const before = JSON.parse(read(KEPT, "[]")) as string[];
const documents = await writeIds();
const texts = `${JSON.stringify(Object.fromEntries(documents.texts))}\n`;

// Twice the same build must not make the build before it forgotten.
const isChanged = read(DOCUMENTS, texts) !== texts;
if (isChanged) writeFileSync(PREVIOUS, read(DOCUMENTS, "{}"));
if (!existsSync(PREVIOUS)) writeFileSync(PREVIOUS, "{}\n");

await build({ root: ROOT, configFile: join(ROOT, "vite.config.ts"), logLevel: "warn" });

const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8")) as Record<
  string,
  { file: string; css?: string[]; assets?: string[] }
>;
const current = new Set(
  Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]),
);
for (const name of assets()) {
  const isKept = current.has(`assets/${name}`) || before.includes(`assets/${name}`);
  for (const suffix of isKept ? [] : ["", ".br", ".gz"]) rmSync(join(DIST, "assets", name + suffix), { force: true });
}
for (const name of assets()) if (COMPRESSED.test(name)) await compress(join(DIST, "assets", name));
writeFileSync(KEPT, JSON.stringify([...current].sort()));
writeFileSync(DOCUMENTS, texts);

const faults = report(DIST);
if (faults.length > 0) {
  process.stderr.write(`${faults.join("\n")}\n`);
  process.exit(1);
}
