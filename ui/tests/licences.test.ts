// What comes from others is shown whole or the window is not built.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { rowsOf } from "../licences.ts";

const row = (licence: string) =>
  `[[part]]\nwhat = "a"\nwhere = "b"\nsource = "c"\n${licence}\nattribution = "d"`;

describe("the list of what comes from others", () => {
  it("is the one of the product, with everything that is bundled with the window", () => {
    const rows = rowsOf(readFileSync(join(import.meta.dirname, "../../resources/LICENCES.toml"), "utf8"));
    const all = rows.map((one) => one.what);
    for (const what of ["Atkinson Hyperlegible Next", "Source Serif 4", "Icons"]) expect(all).toContain(what);
  });

  it("is refused when a row lacks its licence, or when there is no row", () => {
    expect(rowsOf(row('licence = "MIT"'))).toHaveLength(1);
    expect(() => rowsOf(row(""))).toThrow(/licence/);
    expect(() => rowsOf("")).toThrow(/no \[\[part\]\]/);
  });
});
