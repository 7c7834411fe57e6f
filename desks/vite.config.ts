import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The content security policy of the desks allows scripts, styles and images of our own origin only: nothing is inlined.
export default defineConfig({
  base: "/",
  plugins: [react()],
  build: {
    outDir: "dist",
    emptyOutDir: false,
    assetsDir: "assets",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    sourcemap: false,
    target: "es2023",
    rolldownOptions: { input: ["contractor.html", "obligee.html", "style.html"] },
  },
  test: {
    environment: "happy-dom",
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", "dist/**"],
    globals: false,
    restoreMocks: true,
    setupFiles: ["build/test-setup.ts"],
  },
});
