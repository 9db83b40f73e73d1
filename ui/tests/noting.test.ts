// Own notes in a text: at their paragraph wherever it went, and never lost.
import { describe, expect, it } from "vitest";
import type { Block, NoteLine } from "../src/lib/bindings";
import { byBlock, opening, paragraphs } from "../src/lib/noting";

const block = (anchor: string, kind = "paragraph") =>
  ({ anchor, kind, heading: "", text: "" }) as unknown as Block;
const note = (id: string, anchor: string | null): NoteLine => ({
  note: {
    id,
    place: { record: "york", title: "York", anchor, excerpt: "" },
    hash: "",
    text: "",
    made_at: "",
    changed_at: "",
  },
  standing: "there",
});

describe("a note", () => {
  const blocks = [
    block("one", "heading"),
    block("one.1.aaaaaaaa"),
    block("two", "heading"),
    block("two.1.bbbbbbbb"),
  ];

  it("stands at its paragraph, also after an edit has moved or changed it", () => {
    const placed = byBlock(
      [note("a", "one.1.aaaaaaaa"), note("b", "old.4.bbbbbbbb"), note("c", "two.1.cccccccc")],
      blocks,
    );
    expect(placed.get("one.1.aaaaaaaa")?.map((one) => one.note.id)).toEqual(["a"]);
    expect(placed.get("two.1.bbbbbbbb")?.map((one) => one.note.id)).toEqual(["b", "c"]);
  });

  it("stands above the text when it is on the whole, or its place is nowhere any more", () => {
    const placed = byBlock([note("a", null), note("b", "gone.9.ffffffff")], blocks);
    expect(placed.get("")?.map((one) => one.note.id)).toEqual(["a", "b"]);
  });
});

describe("a paragraph to choose", () => {
  it("is no heading", () => {
    const found = paragraphs([
      block("one", "heading"),
      block("one.0.aaaaaaaa", "subheading"),
      block("one.1.bbbbbbbb"),
    ]);
    expect(found.map((one) => one.anchor)).toEqual(["one.1.bbbbbbbb"]);
  });

  it("is named by its first words, letters never cut in half", () => {
    expect(opening("Short.")).toBe("Short.");
    expect(opening("😀".repeat(60), 4)).toBe("😀😀😀😀…");
    expect(opening("a\n b")).toBe("a b");
  });
});
