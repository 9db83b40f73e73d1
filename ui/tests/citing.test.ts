// Citations: what is cited, where in it, of which edition, with its sources; and text that stays text in each format.
import { describe, expect, it } from "vitest";
import type { Block, Record as LibraryRecord, Source } from "../src/lib/bindings";
import { citation, tex, type Cited } from "../src/lib/citing";
import { message } from "../src/lib/messages";

const say = {
  t: (key: Parameters<typeof message>[1], values?: Parameters<typeof message>[2]) =>
    message("en", key, values),
  date: (value: string) => value,
};
const source = {
  id: "report",
  title: "Council report",
  publisher: "City of York",
  as_of: "2023-01",
} as unknown as Source;
const cited = (some: Partial<Cited> = {}): Cited => ({
  record: {
    id: "york",
    title: "York & its {indicators}: 100 %",
    updated: "2026-10-14",
    language: "en",
  } as unknown as LibraryRecord,
  block: null,
  edition: "2026-11-17",
  sources: [],
  ...some,
});
const block = {
  anchor: "breach.3.9f31c2aa",
  kind: "paragraph",
  heading: "Breach",
  text: "In 2021",
} as unknown as Block;

describe("a citation", () => {
  it("names the author, the title, the edition and the day of the last change", () => {
    expect(citation("text", cited(), say)).toBe(
      "Human Rights Cities Network, “York & its {indicators}: 100 %”. Human Rights Cities Knowledge Centre. Edition of 2026-11-17. Updated 2026-10-14.",
    );
    expect(citation("text", cited({ edition: null }), say)).not.toContain("Edition");
  });

  it("points to the paragraph and gives its sources with their dates", () => {
    const whole = citation("note", cited({ block, sources: [source] }), say);
    expect(whole).toContain("“Breach”, paragraph 3");
    expect(whole).toContain("City of York, “Council report”, as of 2023-01");
    const undated = { ...source, as_of: null };
    expect(citation("text", cited({ sources: [undated] }), say)).not.toContain("as of");
  });

  it("in BibTeX stays text for TeX", () => {
    const bib = citation("bibtex", cited({ block }), say);
    expect(bib).toMatch(/^@misc\{hrc-york,\n/);
    expect(bib).toContain("title = {{York \\& its \\{indicators\\}: 100 \\%}},");
    expect(bib).toContain("year = {2026},");
    expect(bib).toContain("month = {10},");
    const depth = [...bib.replace(/\\[{}]/g, "")].reduce(
      (sum, sign) => sum + (sign === "{" ? 1 : sign === "}" ? -1 : 0),
      0,
    );
    expect(depth, "every brace is closed").toBe(0);
    expect(tex("a\\b~c^d")).toBe("a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d");
  });

  it("in RIS is one line a field, begun and ended as programs expect", () => {
    const title = { ...cited().record, title: "Two\nER  - lines" };
    const lines = citation("ris", cited({ record: title, sources: [source] }), say).split("\n");
    expect(lines[0]).toBe("TY  - GEN");
    expect(lines.at(-1)).toBe("ER  - ");
    expect(lines.filter((one) => one.startsWith("ER  - "))).toHaveLength(1);
    expect(lines.every((one) => /^[A-Z][A-Z\d] {2}- /.test(one))).toBe(true);
  });
});
