// The build: one folder of plain files that the window loads from the program itself.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { licences } from "./licences.ts";

export default defineConfig({
  base: "./",
  plugins: [svelte(), licences(join(import.meta.dirname, ".."))],
  build: {
    outDir: "dist",
    target: ["es2023", "safari17", "chrome120"],
    // The window's CSP knows no inline scripts and no data: fonts.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // Three windows, each with what it shows and nothing else.
    rollupOptions: {
      input: ["index", "audience", "presenter"].map((page) => join(import.meta.dirname, `${page}.html`)),
    },
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
  },
});
