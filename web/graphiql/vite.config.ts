import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

/** The best, 11, takes 13 times as long for a tenth. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Compresses the files once, so that the server only sends them. */
const compressed: Plugin = {
  name: "compressed",
  writeBundle({ dir = "dist" }, files) {
    for (const name of Object.keys(files).filter((name) => name.startsWith("assets/"))) {
      const content = readFileSync(join(dir, name));
      writeFileSync(join(dir, `${name}.br`), brotliCompressSync(content, BROTLI));
      writeFileSync(join(dir, `${name}.gz`), gzipSync(content));
    }
  },
};

export default defineConfig({
  base: "/static/graphiql/",
  publicDir: false,
  logLevel: "warn",
  plugins: [compressed],
  build: {
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    target: "es2023",
    // "use client" of React's servers means nothing here.
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
