// Changes before showing: each does what it says and nothing else.
import { describe, expect, it } from "vitest";
import {
  added,
  allShown,
  asProposed,
  chosen,
  moved,
  noted,
  ownSlides,
  placeAfter,
  removed,
  rewritten,
  shown,
} from "../src/lib/arranging";
import type { Deck, Slide, Workshop } from "../src/lib/bindings";

const slide = (item: string, n: number, spare = false) =>
  ({ key: `${item}/text/${n}`, item, spare }) as unknown as Slide;
const [a0, a1, b0, spare] = [slide("a", 0), slide("a", 1), slide("b", 0), slide("a", 9, true)] as const;
const deck = { slides: [a0, a1, b0] } as unknown as Deck;
const begun = {
  items: [
    { id: "a", added: [] },
    { id: "b", added: [] },
  ],
  hidden: [],
  shown: [],
  order: [],
  own_notes: {},
  chosen: [],
} as unknown as Workshop;

describe("a slide", () => {
  it("is hidden and shown again", () => {
    const without = shown(begun, a0, false);
    expect(without.hidden).toEqual([a0.key]);
    expect(shown(without, a0, true)).toEqual(begun);
  });

  it("that waits by itself is shown by its name", () => {
    const wanted = shown(begun, spare, true);
    expect(wanted.shown).toEqual([spare.key]);
    expect(shown(wanted, spare, false).shown).toEqual([]);
  });

  it("is shown with all others by one press, and by another only where it is so by itself", () => {
    const hidden = (one: Slide) => ({ ...one, hidden: true });
    const changed = shown(begun, b0, false);
    const all = allShown(shown(changed, a0, false), [hidden(a0), a1, hidden(spare)]);
    expect(all).toEqual({ ...begun, hidden: [b0.key], shown: [spare.key] });
    expect(asProposed(all, [a0, a1, spare])).toEqual({ ...begun, hidden: [b0.key] });
    expect(allShown(begun, [a0, a1])).toBe(begun);
  });

  it("moves within its item and not beyond", () => {
    expect(moved(begun, deck, 1, -1).order).toEqual([a1.key, a0.key, b0.key]);
    expect(placeAfter(deck, 1, 1)).toBeNull();
    expect(placeAfter(deck, 0, -1)).toBeNull();
    expect(moved(begun, deck, 1, 1)).toBe(begun);
  });

  it("takes own notes, and the record's again where they are emptied", () => {
    const own = noted(begun, a0.key, "Ask first");
    expect(own.own_notes).toEqual({ [a0.key]: "Ask first" });
    expect(noted(own, a0.key, "  ").own_notes).toEqual({});
  });
});

describe("a slide of one's own", () => {
  it("is added, rewritten and taken away", () => {
    const text = { kind: "text", title: "Ours", text: "" } as const;
    const with1 = added(begun, "x", text);
    expect(ownSlides(with1)).toEqual([{ id: "x", slide: text }]);
    expect(ownSlides(rewritten(with1, "x", { ...text, text: "words" }))).toEqual([
      { id: "x", slide: { ...text, text: "words" } },
    ]);
    expect(removed(with1, "x")).toEqual(begun);
  });
});

describe("a practitioners' paragraph", () => {
  it("is taken one by one and left out again", () => {
    const one = chosen(begun, "graz", "what.1.aa", true);
    expect(one.chosen).toEqual([{ record: "graz", anchor: "what.1.aa" }]);
    expect(chosen(one, "graz", "what.2.bb", false).chosen).toEqual(one.chosen);
    expect(chosen(one, "graz", "what.1.aa", false).chosen).toEqual([]);
  });
});
