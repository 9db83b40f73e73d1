// A record, or a paragraph of it, as others cite it: running text, a footnote, BibTeX, RIS. Pure; the words and the
// dates of running text come from the catalogue of the reader's language, the field names from the formats.
import type { Block, Record as LibraryRecord, Source } from "./bindings";
import { ordinalOf } from "./reading";
import type { MessageKey, MessageValues } from "./messages";

/** How a citation can be written. */
export const citationStyles = ["text", "note", "bibtex", "ris"] as const;
export type CitationStyle = (typeof citationStyles)[number];

/** What is cited. */
export interface Cited {
  record: LibraryRecord;
  /** The paragraph pointed to; none for the whole record. */
  block: Block | null;
  /** The edition of the collection; none before it has one. */
  edition: string | null;
  /** The sources of that paragraph, where they are to stand with it. */
  sources: readonly Source[];
}

/** How the reader's language says it. */
export interface Saying {
  t: (key: MessageKey, values?: MessageValues) => string;
  date: (value: string) => string;
}

const author = "Human Rights Cities Network";
const work = "Human Rights Cities Knowledge Centre";

/** Where the paragraph stands: its section and its number in it. */
function whereIn(block: Block, say: Saying): string {
  const number = ordinalOf(block.anchor);
  if (number === null) return say.t("quoted", { text: block.text });
  return block.heading === ""
    ? say.t("cite.paragraph", { number })
    : say.t("cite.paragraph_in", { number, heading: block.heading });
}

/** The citation. */
export function citation(style: CitationStyle, cited: Cited, say: Saying): string {
  switch (style) {
    case "text":
    case "note":
      return sentence(style, cited, say);
    case "bibtex":
      return bibtex(cited, say);
    case "ris":
      return ris(cited, say);
  }
}

function sentence(style: "text" | "note", { record, block, edition, sources }: Cited, say: Saying): string {
  const parts = [
    say.t(style === "text" ? "cite.text" : "cite.note", {
      author,
      title: record.title,
      work,
      where: block === null ? "none" : "paragraph",
      paragraph: block === null ? "" : whereIn(block, say),
    }),
    edition === null ? null : say.t("cite.edition", { date: say.date(edition) }),
    say.t("cite.updated", { date: say.date(record.updated) }),
    ...sources.map((source) => sourceWords(source, say)),
  ];
  return parts.filter((part) => part !== null).join(" ");
}

/** A source as the record gives it. */
export function sourceWords(source: Source, say: Saying): string {
  return say.t("cite.source", {
    publisher: source.publisher,
    title: source.title,
    dated: source.as_of === null ? "no" : "yes",
    date: source.as_of === null ? "" : say.date(source.as_of),
  });
}

/** Signs that TeX takes for its own; a backslash first, so that those put in stay. */
export function tex(text: string): string {
  return text
    .replace(/[\\{}]/g, (sign) => (sign === "\\" ? "\\textbackslash{}" : `\\${sign}`))
    .replace(/[&%$#_]/g, "\\$&")
    .replace(/~/g, "\\textasciitilde{}")
    .replace(/\^/g, "\\textasciicircum{}")
    .replace(/\s+/g, " ");
}

function bibtex({ record, block, edition, sources }: Cited, say: Saying): string {
  const notes = [
    ...(edition === null ? [] : [say.t("cite.edition", { date: say.date(edition) })]),
    ...sources.map((source) => sourceWords(source, say)),
  ].join(" ");
  const fields: [string, string][] = [
    ["author", `{${tex(author)}}`],
    ["title", `{${tex(record.title)}}`],
    ["howpublished", tex(work)],
    ["year", record.updated.slice(0, 4)],
    ["month", record.updated.slice(5, 7).replace(/^0/, "")],
    ["language", record.language],
    ["pages", block === null ? "" : tex(whereIn(block, say))],
    ["note", tex(notes)],
  ];
  const lines = fields.filter(([, value]) => value !== "").map(([name, value]) => `  ${name} = {${value}},`);
  return [`@misc{hrc-${record.id},`, ...lines, "}"].join("\n");
}

function ris({ record, block, edition, sources }: Cited, say: Saying): string {
  const line = (tag: string, value: string) =>
    value === "" ? [] : [`${tag}  - ${value.replace(/\s+/g, " ")}`];
  return [
    "TY  - GEN",
    ...line("AU", author),
    ...line("TI", record.title),
    ...line("T2", work),
    ...line("PY", record.updated.slice(0, 4)),
    ...line("DA", record.updated.replace(/-/g, "/")),
    ...line("LA", record.language),
    ...line("SP", block === null ? "" : whereIn(block, say)),
    ...(edition === null ? [] : line("ET", say.date(edition))),
    ...sources.flatMap((source) => line("N1", sourceWords(source, say))),
    "ER  - ",
  ].join("\n");
}
