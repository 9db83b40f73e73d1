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
  },
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
  },
});
