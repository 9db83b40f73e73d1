// Where own notes stand in a text: at their paragraph, wherever an edit has moved it, or above the text. Pure.
import type { Block, NoteLine, NotePlace, Record as LibraryRecord } from "./bindings";
import { findBlock, isHeading } from "./reading";

/** Notes by the block they stand beside; those of the whole record, and those whose place is nowhere any more,
 * under the empty name. */
export function byBlock(notes: readonly NoteLine[], blocks: readonly Block[]): Map<string, NoteLine[]> {
  const placed = new Map<string, NoteLine[]>();
  for (const one of notes) {
    const anchor = one.note.place.anchor;
    const found = anchor === null ? null : findBlock(blocks, anchor)?.anchor;
    const at = found ?? "";
    placed.set(at, [...(placed.get(at) ?? []), one]);
  }
  return placed;
}

/** The paragraphs a note or a citation can point to. */
export function paragraphs(blocks: readonly Block[]): Block[] {
  return blocks.filter((block) => !isHeading(block));
}

/** What a note is put on. */
export function placeOf(record: LibraryRecord, block: Block | null): NotePlace {
  return {
    record: record.id,
    title: record.title,
    anchor: block?.anchor ?? null,
    excerpt: block?.text ?? "",
  };
}

/** A paragraph in a few words, to choose it by. */
export function opening(text: string, most = 48): string {
  const letters = [...text.replace(/\s+/g, " ").trim()];
  return letters.length <= most ? letters.join("") : `${letters.slice(0, most).join("").trimEnd()}…`;
}
