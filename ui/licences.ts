// At build time: the list of what comes from others, and the program's licences, as a module of the window.
// A row without one of its fields stops the build, so that no attribution is ever shown half.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

const fields = ["what", "where", "source", "licence", "attribution"] as const;
export type Row = Record<(typeof fields)[number], string>;

/** The rows of a LICENCES.toml. */
export function rowsOf(toml: string): Row[] {
  const { part } = parse(toml);
  if (!Array.isArray(part) || part.length === 0) throw new Error("LICENCES.toml lists no [[part]]");
  return part.map((row, i) => {
    const all = row as Record<string, unknown>;
    const entries = fields.map((field) => {
      const value = all[field];
      if (typeof value !== "string" || value === "") {
        throw new Error(`LICENCES.toml, part ${i + 1}: "${field}" is missing`);
      }
      return [field, value] as const;
    });
    return Object.fromEntries(entries) as Row;
  });
}

export function licences(root: string): Plugin {
  const name = "virtual:licences";
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  return {
    name: "licences",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      for (const file of ["resources/LICENCES.toml", "LICENSE-MIT", "LICENSE-APACHE"]) {
        this.addWatchFile(join(root, file));
      }
      return [
        `export const parts = ${JSON.stringify(rowsOf(read("resources/LICENCES.toml")))};`,
        `export const mit = ${JSON.stringify(read("LICENSE-MIT"))};`,
        `export const apache = ${JSON.stringify(read("LICENSE-APACHE"))};`,
      ].join("\n");
    },
  };
}
