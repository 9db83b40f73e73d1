// At build time: the list of what comes from others, and the program's licences, as a module of the window.
// A row without one of its fields stops the build, so that no attribution is ever shown half.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import type { Plugin } from "vite";

const fields = ["what", "where", "source", "licence", "attribution"] as const;
/** What comes from others: its fields, the packages it comes from, the notices beside the list. */
export type Row = Record<(typeof fields)[number], string> & { packages: string[]; notices: string[] };
/** A single file that is neither authored text nor code. */
export interface Listed {
  path: string;
  licence: string;
  source: string;
}

function rows(toml: string, name: "part" | "file"): Record<string, unknown>[] {
  const all = parse(toml)[name];
  if (!Array.isArray(all) || all.length === 0) throw new Error(`LICENCES.toml lists no [[${name}]]`);
  return all as Record<string, unknown>[];
}

function textsOf<F extends string>(
  row: Record<string, unknown>,
  wanted: readonly F[],
  which: string,
): Record<F, string> {
  const entries = wanted.map((field) => {
    const value = row[field];
    if (typeof value !== "string" || value === "") {
      throw new Error(`LICENCES.toml, ${which}: "${field}" is missing`);
    }
    return [field, value] as const;
  });
  return Object.fromEntries(entries) as Record<F, string>;
}

function listOf(row: Record<string, unknown>, field: string, which: string): string[] {
  const value = row[field] ?? [];
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new Error(`LICENCES.toml, ${which}: "${field}" is no list of texts`);
  }
  return value;
}

/** The rows of a LICENCES.toml. */
export function rowsOf(toml: string): Row[] {
  return rows(toml, "part").map((row, i) => {
    const which = `part ${i + 1}`;
    return {
      ...textsOf(row, fields, which),
      packages: listOf(row, "packages", which),
      notices: listOf(row, "notices", which),
    };
  });
}

/** The single files of a LICENCES.toml. */
export function filesOf(toml: string): Listed[] {
  return rows(toml, "file").map((row, i) => textsOf(row, ["path", "licence", "source"], `file ${i + 1}`));
}

/** The text of a package's licence, as the package brings it. Where it leaves a choice, MIT is taken. */
export function licenceOf(root: string, name: string): string {
  const folder = join(root, "ui/node_modules", name);
  const found = readdirSync(folder).filter((file) => /^licen[sc]e/i.test(file));
  const file = found.find((one) => /mit/i.test(one)) ?? found[0];
  if (file === undefined) throw new Error(`the package ${name} brings no licence`);
  return readFileSync(join(folder, file), "utf8").trim();
}

export function licences(root: string): Plugin {
  const name = "virtual:licences";
  const list = "resources/LICENCES.toml";
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  return {
    name: "licences",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      for (const file of [list, "LICENSE-MIT", "LICENSE-APACHE"]) this.addWatchFile(join(root, file));
      const parts = rowsOf(read(list)).map(({ packages, notices, ...row }) => ({
        ...row,
        texts: [
          ...packages.map((one) => ({ name: one, text: licenceOf(root, one) })),
          ...notices.map((one) => ({ name: row.licence, text: read(join("resources", one)).trim() })),
        ],
      }));
      return [
        `export const parts = ${JSON.stringify(parts)};`,
        `export const mit = ${JSON.stringify(read("LICENSE-MIT"))};`,
        `export const apache = ${JSON.stringify(read("LICENSE-APACHE"))};`,
      ].join("\n");
    },
  };
}
