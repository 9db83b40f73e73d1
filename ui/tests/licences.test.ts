// What comes from others is listed, and shown whole or the window is not built.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { filesOf, licenceOf, rowsOf } from "../licences.ts";

const root = join(import.meta.dirname, "../..");
const resources = join(root, "resources");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const list = read("resources/LICENCES.toml");
const parts = rowsOf(list);
const files = filesOf(list);
const manifest = JSON.parse(read("ui/package.json")) as { dependencies: Record<string, string> };

/** Every file below a folder of the project, by its path from the root. */
const below = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

/** What somebody wrote for this product: text of the knowledge base, code, sentences of the window. */
const authored = [
  /^resources\/LICENCES\.toml$/,
  /^resources\/content\/.*\.(md|yaml)$/,
  /^ui\/src\/.*\.(ts|svelte|css)$/,
  /^ui\/src\/lib\/messages\/\w+\.json$/,
  /^ui\/public\/.*\.js$/,
  /^crates\/server\/console\/.*\.(html|css|js)$/,
  /^crates\/server\/console\/messages\/\w+\.json$/,
];

const row = (licence: string) =>
  `[[part]]\nwhat = "a"\nwhere = "b"\nsource = "c"\n${licence}\nattribution = "d"`;

describe("the list of what comes from others", () => {
  it("has every file of the product that nobody wrote for it", () => {
    const listed = new Set([
      ...files.map((file) => relative(root, join(resources, file.path))),
      ...parts.flatMap((part) => part.notices.map((notice) => join("resources", notice))),
    ]);
    const bundled = ["resources", "ui/src", "ui/public", "src-tauri/icons", "crates/server/console"].flatMap(
      below,
    );
    expect(bundled.length).toBeGreaterThan(100);
    const foreign = bundled.filter((file) => !authored.some((pattern) => pattern.test(file)));
    expect(foreign.filter((file) => !listed.has(file))).toEqual([]);
  });

  it("has nothing that is not there", () => {
    for (const file of files) expect(existsSync(join(resources, file.path)), file.path).toBe(true);
    for (const notice of parts.flatMap((part) => part.notices)) {
      expect(existsSync(join(resources, notice)), notice).toBe(true);
    }
  });

  it("shows where each listed file of the content is from", () => {
    const shown = parts.map((part) => part.where).join(" ");
    for (const { path } of files.filter((file) => file.path.startsWith("content/"))) {
      expect(shown, path).toContain(`resources/${path}`);
    }
  });

  it("has every package that the window is made of, and no other", () => {
    const listed = parts.flatMap((part) => part.packages);
    expect(listed.toSorted()).toEqual(Object.keys(manifest.dependencies).sort());
  });

  it("can trust the window to be made of nothing but those packages", () => {
    const known = Object.keys(manifest.dependencies);
    const named = below("ui/src")
      .filter((file) => /\.(ts|svelte|css)$/.test(file) && !file.endsWith(".d.ts"))
      .flatMap((file) => [
        ...read(file).matchAll(
          /(?:^\s*import\s[^"\n=]*|\} from |^export \* from |\bimport\(|@import )"([^"\n]+)"/gm,
        ),
      ])
      .map((found) => found[1] ?? "")
      .filter((name) => !/^(\.|virtual:)/.test(name));
    expect(named).toContain("svelte");
    // Types leave no trace in the window.
    const foreign = named.filter(
      (name) =>
        name !== "topojson-specification" && !known.some((one) => name === one || name.startsWith(`${one}/`)),
    );
    expect([...new Set(foreign)]).toEqual([]);
  });

  it("names for each package the licence that the package itself brings", () => {
    const signs: Readonly<Record<string, RegExp>> = {
      "OFL-1.1": /SIL OPEN FONT LICENSE Version 1\.1/i,
      "BSD-3-Clause": /redistribution and use (of this software )?in source and binary forms/i,
      ISC: /permission to use, copy, modify, and\/or distribute this software/i,
      MIT: /permission is hereby granted, free of charge/i,
    };
    for (const part of parts) {
      for (const one of part.packages) {
        expect(licenceOf(root, one), one).toMatch(signs[part.licence] ?? /^no sign of it is known$/);
      }
    }
  });

  it("is refused when a row lacks its licence, or when there is no row", () => {
    expect(rowsOf(row('licence = "MIT"'))).toHaveLength(1);
    expect(() => rowsOf(row(""))).toThrow(/licence/);
    expect(() => rowsOf("")).toThrow(/no \[\[part\]\]/);
    expect(() => rowsOf(`${row('licence = "MIT"')}\npackages = "svelte"`)).toThrow(/packages/);
    expect(() => filesOf('[[file]]\npath = "a"\nlicence = "MIT"')).toThrow(/source/);
  });
});
