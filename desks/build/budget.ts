/** The bundle guard: the scripts that the first page of each desk needs, compressed with gzip, have an upper bound. */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Bytes, gzip: entry and everything that it imports statically. */
const MOST_BYTES = 200_000;
const ENTRIES = ["contractor.html", "obligee.html"];

type Manifest = Record<string, { file: string; imports?: string[]; css?: string[] }>;

/** Prints each entry's size and returns what is too large. */
export function report(dist: string): string[] {
  const manifest = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8")) as Manifest;
  return ENTRIES.flatMap((entry) => {
    const files = new Set<string>();
    follow(entry, manifest, files);
    const bytes = [...files].reduce((sum, file) => sum + statSync(join(dist, `${file}.gz`)).size, 0);
    process.stdout.write(`${entry}: ${bytes.toLocaleString("en")} bytes of scripts and styles (gzip)\n`);
    return bytes > MOST_BYTES ? [`${entry} needs ${bytes} bytes, at most ${MOST_BYTES} are allowed`] : [];
  });
}

function follow(name: string, manifest: Manifest, files: Set<string>): void {
  const chunk = manifest[name];
  if (chunk === undefined || files.has(chunk.file)) return;
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
  for (const imported of chunk.imports ?? []) follow(imported, manifest, files);
}
