// An agenda while it is being made.
import { describe, expect, it } from "vitest";
import {
  clock,
  hasChosen,
  isWebAddress,
  itemOf,
  itemsFor,
  minutesIn,
  minutesOf,
  movedItem,
  movedSlide,
  questionsIn,
  restored,
  sameWhereAlike,
  spread,
  timeIn,
  turnsOf,
  withChosen,
  withNote,
  withoutItem,
  withSlide,
  withTaken,
} from "../src/lib/agenda";
import type { Deck, Slide, Workshop } from "../src/lib/bindings";

function workshop(...records: string[]): Workshop {
  let n = 0;
  return {
    id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ab",
    title: "",
    language: "en",
    begins: null,
    items: itemsFor(records, { minutes: 20, compare: false }, () => `i${(n += 1)}`),
    hidden: [],
    shown: [],
    order: [],
    own_notes: {},
    chosen: [],
    dark: false,
    larger: 0,
    made_at: "2026-11-21T22:00:00Z",
    changed_at: "2026-11-21T22:00:00Z",
  };
}
const three = workshop("graz", "york", "utrecht");
const ids = (of: Workshop) => of.items.map((item) => item.id);

function slide(key: string, spare = false): Slide {
  const text = { text: "", language: "en", own: false };
  return {
    key,
    item: key.split("/")[0] ?? "",
    part: "text",
    heading: null,
    page: { number: 1, of: 1 },
    content: { kind: "text", paragraphs: [] },
    language: "en",
    records: [],
    articles: [],
    as_of: null,
    sources: [],
    notes: text,
    practitioner: false,
    spare,
    hidden: spare,
  };
}
function deck(...slides: Slide[]): Deck {
  return { title: "", language: "en", dark: false, larger: 0, slides, agenda: [] };
}

describe("Graz, York and Utrecht in twenty minutes", () => {
  it("has an item each, and the minutes are all given out", () => {
    expect(three.items.map((item) => item.minutes)).toEqual([7, 7, 6]);
    expect(minutesOf(three)).toBe(20);
  });

  it("ends with all of them side by side where that is wished", () => {
    const items = itemsFor(["graz", "york"], { minutes: 21, compare: true }, () => "x");
    expect(items.map((item) => item.matter.kind)).toEqual(["case", "case", "comparison"]);
    expect(items[2]?.matter).toEqual({ kind: "comparison", records: ["graz", "york"] });
    expect(items.map((item) => item.minutes)).toEqual([7, 7, 7]);
  });

  it("plans no minutes that nobody named", () => {
    const items = itemsFor(["graz"], { minutes: null, compare: false }, () => "x");
    expect(items[0]?.minutes).toBeNull();
  });

  it("gives every item a minute also where there are fewer minutes than items", () => {
    expect(spread(2, 3)).toEqual([1, 1, 1]);
  });
});

describe("when an item has its turn", () => {
  it("follows from what comes before it", () => {
    expect(turnsOf(three)).toEqual([
      { from: 0, to: 7 },
      { from: 7, to: 14 },
      { from: 14, to: 20 },
    ]);
  });

  it("is a time of day where the beginning is one, also past midnight", () => {
    expect(clock("14:00", 45)).toBe("14:45");
    expect(clock("23:50", 20)).toBe("00:10");
  });

  it("is counted from the beginning where that is not planned", () => {
    expect(clock(null, 5)).toBe("0:05");
    expect(clock("soon", 65)).toBe("1:05");
  });

  it("begins when one types it in any usual way", () => {
    for (const [typed, time] of [
      ["14:00", "14:00"],
      ["9", "09:00"],
      ["9.30", "09:30"],
      [" 14h15 ", "14:15"],
      ["0:05", "00:05"],
    ] as const)
      expect(timeIn(typed), typed).toBe(time);
    for (const none of ["", "24:00", "14:60", "soon", "14:5", "1400", "-1"])
      expect(timeIn(none), none).toBeNull();
  });

  it("is planned in whole minutes only", () => {
    expect(minutesIn("15")).toBe(15);
    expect(minutesIn("7.6")).toBe(8);
    for (const none of ["", "  ", "0", "-3", "x"]) expect(minutesIn(none), none).toBeNull();
    expect(minutesIn("99999"), "no item lasts for days").toBe(600);
  });
});

describe("an item", () => {
  it("goes up and down, and no farther than the ends", () => {
    expect(ids(movedItem(three, "i3", -1))).toEqual(["i1", "i3", "i2"]);
    expect(ids(movedItem(three, "i1", 2))).toEqual(["i2", "i3", "i1"]);
    expect(movedItem(three, "i1", -1), "the first stays the first").toBe(three);
    expect(movedItem(three, "i3", 1), "the last stays the last").toBe(three);
    expect(movedItem(three, "nobody", 1), "who is not there stays away").toBe(three);
  });

  it("comes back whole when taking it out is undone", () => {
    let full = withSlide(three, slide("i2/text/1"), false);
    full = withNote(full, "i2/text/1", "Say this.");
    full = withNote(full, "i1/text/1", "And that.");
    full = withChosen(full, "york", "a.1.00000000", true);
    full = { ...full, order: ["i1/text/2", "i2/text/1", "i2/title/1"], shown: ["i2/text/9"] };
    const gone = withoutItem(full, "i2");
    expect(gone?.workshop.hidden, "nothing of it stays behind").toEqual([]);
    expect(gone?.workshop.chosen, "what was chosen of its record goes with it").toEqual([]);
    expect(Object.keys(gone?.workshop.own_notes ?? {}), "another’s notes stay").toEqual(["i1/text/1"]);
    if (gone === null) throw new Error("it was there");
    const again = restored(gone.workshop, gone.removal);
    expect(again).toEqual(full);
    expect(restored(again, gone.removal), "and it comes back once").toBe(again);
  });

  it("leaves what was chosen of a record to another item that shows it too", () => {
    const twice = { ...three, items: [...three.items, itemOf("i4", { kind: "case", record: "york" })] };
    const gone = withoutItem(withChosen(twice, "york", "a", true), "i2");
    expect(gone?.workshop.chosen).toEqual([{ record: "york", anchor: "a" }]);
  });
});

describe("a slide", () => {
  it("is left out and shown again", () => {
    const hidden = withSlide(three, slide("i1/text/1"), false);
    expect(hidden.hidden).toEqual(["i1/text/1"]);
    expect(withSlide(hidden, slide("i1/text/1"), false).hidden, "once").toEqual(["i1/text/1"]);
    expect(withSlide(hidden, slide("i1/text/1"), true).hidden).toEqual([]);
  });

  it("that waits hidden by itself is shown by name", () => {
    const shown = withSlide(three, slide("i1/text/2", true), true);
    expect([shown.shown, shown.hidden]).toEqual([["i1/text/2"], []]);
    expect(withSlide(shown, slide("i1/text/2", true), false).shown).toEqual([]);
  });

  it("is moved among those of its item alone", () => {
    const slides = ["i1/title/1", "i1/text/1", "i1/text/2", "i2/title/1"].map((key) => slide(key));
    const all = deck(...slides);
    const second = all.slides[1];
    const last = all.slides[2];
    if (second === undefined || last === undefined) throw new Error("they are there");
    expect(movedSlide(three, all, second, -1).order).toEqual(["i1/text/1", "i1/title/1", "i1/text/2"]);
    expect(movedSlide(three, all, last, 1), "not into the next item").toBe(three);
    const before = { ...three, order: ["i2/title/1", "i1/text/2"] };
    expect(movedSlide(before, all, second, 1).order, "what is another’s stays").toEqual([
      "i2/title/1",
      "i1/title/1",
      "i1/text/2",
      "i1/text/1",
    ]);
  });

  it("has its note back from the record when one’s own is emptied", () => {
    const noted = withNote(three, "i1/text/1", "Mine.");
    expect(noted.own_notes).toEqual({ "i1/text/1": "Mine." });
    expect(withNote(noted, "i1/text/1", " \n").own_notes).toEqual({});
  });

  it("is the very same while nothing in it changed", () => {
    const before = deck(slide("i1/title/1"), slide("i1/text/1"));
    const now = sameWhereAlike(before, deck(slide("i1/title/1"), { ...slide("i1/text/1"), hidden: true }));
    expect(now.slides[0]).toBe(before.slides[0]);
    expect(now.slides[1]).not.toBe(before.slides[1]);
  });
});

describe("what practitioners know", () => {
  it("is chosen one by one and never by itself", () => {
    expect(three.chosen).toEqual([]);
    const chosen = withChosen(withChosen(three, "graz", "a", true), "graz", "b", true);
    expect([hasChosen(chosen, "graz", "a"), hasChosen(chosen, "york", "a")]).toEqual([true, false]);
    expect(withChosen(chosen, "graz", "a", false).chosen).toEqual([{ record: "graz", anchor: "b" }]);
  });
});

describe("what the room said", () => {
  const noted = (of: Workshop, id: string, taken: string, at = of.changed_at): Workshop => ({
    ...of,
    changed_at: at,
    items: of.items.map((item) => (item.id === id ? { ...item, taken } : item)),
  });
  const later = "2026-11-21T23:00:00Z";

  it("is taken in though the agenda was changed here meanwhile", () => {
    const ours = movedItem(three, "i3", -1);
    const merged = withTaken(ours, three, noted(three, "i2", "They asked who pays.", later));
    expect(merged?.items.map((item) => [item.id, item.taken])).toEqual([
      ["i1", ""],
      ["i3", ""],
      ["i2", "They asked who pays."],
    ]);
    expect(merged?.changed_at, "and can be kept").toBe(later);
  });

  it("is kept beside what was written here", () => {
    const merged = withTaken(noted(three, "i1", "Here."), three, noted(three, "i1", "There.", later));
    expect(merged?.items[0]?.taken).toBe("Here.\n\nThere.");
  });

  it("is no reason to overwrite an agenda that was changed elsewhere", () => {
    expect(withTaken(three, three, movedItem(three, "i3", -1))).toBeNull();
  });
});

describe("what is typed", () => {
  it("as an address is one of the web or a fault", () => {
    for (const good of ["", " ", "https://example.org/a", "http://example.org"])
      expect(isWebAddress(good), good).toBe(true);
    for (const bad of ["javascript:alert(1)", "file:///etc/passwd", "example.org"])
      expect(isWebAddress(bad), bad).toBe(false);
  });

  it("as questions is one a line, without empty ones", () => {
    expect(questionsIn("Who?\n\n  How? \n")).toEqual(["Who?", "How?"]);
    expect(questionsIn(Array.from({ length: 20 }, (_, i) => `Q${i}`).join("\n"))).toHaveLength(12);
  });
});
