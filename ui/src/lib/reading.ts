// How a record's text is laid out: its sections, the numbers of its sources and paragraphs, and where an
// anchor leads that an edit has moved. Pure.
import type { Block, Record as LibraryRecord, Source } from "./bindings";

/** An entry of the contents. */
export interface Section {
  anchor: string;
  title: string;
  practitioner: boolean;
}

/** Whether a block is a heading, of whatever order. */
export function isHeading(block: Block): boolean {
  return block.kind === "heading" || block.kind === "subheading";
}

/** The sections of a text: its headings of the first order. */
export function sections(blocks: readonly Block[]): Section[] {
  return blocks
    .filter((block) => block.kind === "heading")
    .map((block) => ({ anchor: block.anchor, title: block.text, practitioner: block.practitioner }));
}

/** The number of a paragraph within its section, as results name it; none for headings. */
export function ordinalOf(anchor: string): number | null {
  const ordinal = Number(anchor.split(".")[1]);
  return Number.isInteger(ordinal) && ordinal > 0 ? ordinal : null;
}

/** A source with its number in this text and where it is first cited. */
export interface Numbered {
  number: number;
  source: Source;
}

/** The ids of the sources that the fields of a record cite, in the order of the fields. */
export function fieldSources(record: LibraryRecord): string[] {
  switch (record.kind) {
    case "city": {
      const declared = record.declaration === "not_found" ? [] : record.declaration.found.sources;
      const rest = [...record.elements, ...record.milestones, ...record.figures];
      return [...declared, ...rest.flatMap((part) => part.sources)];
    }
    case "tool":
      return record.items.flatMap((item) => item.sources);
    default:
      return [];
  }
}

/** Numbers for all sources: as the text cites them first, then those of the fields, then the rest. */
export function numbered(record: LibraryRecord, blocks: readonly Block[]): Map<string, Numbered> {
  const byId = new Map(record.sources.map((source) => [source.id, source]));
  const numbers = new Map<string, Numbered>();
  let next = 0;
  for (const id of new Set(blocks.flatMap((block) => block.sources))) {
    // The renderer counts every cited id; one that is missing keeps its number free.
    next += 1;
    const source = byId.get(id);
    if (source !== undefined) numbers.set(id, { number: next, source });
  }
  for (const id of [...fieldSources(record), ...byId.keys()]) {
    const source = byId.get(id);
    if (source === undefined || numbers.has(id)) continue;
    next += 1;
    numbers.set(id, { number: next, source });
  }
  return numbers;
}

/** The blocks in which each source is cited for the first time. */
export function firstCitations(blocks: readonly Block[]): Map<string, string> {
  const first = new Map<string, string>();
  for (const block of blocks) {
    for (const id of block.sources) if (!first.has(id)) first.set(id, block.anchor);
  }
  return first;
}

/** The block an anchor means: the very one, else the same words, else the same place, else its heading. */
export function findBlock(blocks: readonly Block[], anchor: string): Block | null {
  const [heading = "", ordinal = "", hash = ""] = anchor.split(".");
  const parts = (block: Block) => block.anchor.split(".");
  const sameWords = (block: Block) => hash !== "" && parts(block)[2] === hash;
  return (
    blocks.find((block) => block.anchor === anchor) ??
    blocks.find((block) => parts(block)[0] === heading && sameWords(block)) ??
    blocks.find(sameWords) ??
    blocks.find((block) => ordinal !== "" && parts(block)[0] === heading && parts(block)[1] === ordinal) ??
    blocks.find((block) => block.anchor === heading) ??
    null
  );
}
