import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

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
});
