// Addresses: every place has one, and it comes back as the same place.
import { describe, expect, it } from "vitest";
import { address, compareAddress, parse, searchFor, ticked, toggled, type Place } from "../src/lib/address";

const places: Record<string, Place> = {
  "the front page": { screen: "home" },
  "an empty search": searchFor(""),
  "a search with everything set": {
    screen: "search",
    query: "housing & “Recht” #1 100 %",
    filters: { kind: ["city", "article"], theme: ["housing"], udhr: ["25"] },
    exact: true,
    order: "title",
  },
  "a query with a space at its end, as while typing": searchFor("graz "),
  "a record": { screen: "record", id: "york", at: null, query: "" },
  "a record at a paragraph, from a search": {
    screen: "record",
    id: "york",
    at: "the-decision.2.0a1b2c3d",
    query: "blue badge",
  },
  "the link directory": { screen: "links", group: null, link: null },
  "a link of a group": { screen: "links", group: "thematic-cities", link: "link-d9" },
  "the collection by headings": { screen: "browse", by: "heading", article: null },
  "the collection by goals": { screen: "browse", by: "goal", article: null },
  "the records of a goal": { screen: "browse", by: "goal", article: "11" },
  "the records of a right": { screen: "browse", by: "right", article: "25" },
  "all cities": { screen: "cities", filters: {}, order: "name" },
  "some cities in an order": {
    screen: "cities",
    filters: { city_role: ["guest_member"], country: ["AT", "DE"] },
    order: "declared",
  },
  "cities of a size and a decade": {
    screen: "cities",
    filters: { fra: ["tool"], size: ["under_50"], since: ["2010", "none"] },
    order: "name",
  },
  "a comparison before any city is chosen": { screen: "compare", cities: [] },
  "three cities side by side": { screen: "compare", cities: ["graz", "york", "utrecht"] },
  "cities like mine": { screen: "pairing", like: null },
  "cities like a case": { screen: "pairing", like: "graz" },
  "my workshops": { screen: "workshops" },
  "a workshop": { screen: "workshop", id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ab" },
  "the glossary": { screen: "glossary", letter: null },
  "a letter of the glossary": { screen: "glossary", letter: "Å" },
  "the help": { screen: "help", at: null },
  "a part of the help": { screen: "help", at: "keys" },
  "a new question": { screen: "ask", id: null, words: "", record: null },
  "a new question with words and a record": {
    screen: "ask",
    id: null,
    words: "bars & “clubs”?",
    record: "york",
  },
  "a draft": { screen: "ask", id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ab", words: "", record: null },
  "my questions": { screen: "questions" },
  "a question": { screen: "question", id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ab" },
  "my notes": { screen: "notes", query: "" },
  "some of my notes": { screen: "notes", query: "blue badge " },
  "sources and licences": { screen: "sources" },
  "the settings": { screen: "settings", at: null },
  "a part of the settings": { screen: "settings", at: "sync" },
  syncing: { screen: "sync", at: null },
  "syncing from a folder": { screen: "sync", at: "folder" },
  "why a sync does not work": { screen: "diagnosis" },
};

describe("an address", () => {
  for (const [name, place] of Object.entries(places)) {
    it(`brings back ${name}`, () => expect(parse(address(place))).toEqual(place));
  }

  it("is short where nothing is set", () => {
    expect(address(searchFor(""))).toBe("#/search");
    expect(address({ screen: "home" })).toBe("#/");
  });

  it("that means nothing is the front page", () => {
    for (const hash of ["", "#", "#/", "#/nowhere", "#/record/", "#%%%"]) {
      expect(parse(hash)).toEqual({ screen: "home" });
    }
  });

  it("names no right beyond the thirty", () => {
    for (const hash of [
      "#/browse/goal/0",
      "#/browse/goal/18",
      "#/browse/charter/4",
      "#/browse/right/0",
      "#/browse/right/31",
      "#/browse/right/x",
      "#/browse/theme/4",
    ]) {
      expect(parse(hash)).toMatchObject({ screen: "browse", article: null });
    }
  });

  it("of the cities passes over what cities cannot be narrowed by", () => {
    expect(parse("#/cities?kind=link&country=AT&order=best")).toEqual({
      screen: "cities",
      filters: { country: ["AT"] },
      order: "name",
    });
  });

  it("with broken escapes is read as it stands instead of failing", () => {
    expect(parse("#/record/%E0%A4%A")).toMatchObject({ screen: "record", id: "%E0%A4%A" });
  });

  it("passes over groups and orders nobody knows", () => {
    expect(parse("#/search?q=a&colour=red&order=sideways")).toEqual(searchFor("a"));
  });

  it("keeps one of two equal values", () => {
    expect(parse("#/search?kind=city&kind=city")).toMatchObject({ filters: { kind: ["city"] } });
  });
});

describe("ticking a value", () => {
  it("adds it, ticking again takes it away and leaves no empty group", () => {
    const once = toggled(searchFor("a"), "kind", "city");
    expect(once.filters).toEqual({ kind: ["city"] });
    expect(toggled(once, "kind", "city").filters).toEqual({});
  });

  it("is counted over all groups", () => {
    expect(ticked({ kind: ["city", "link"], theme: ["housing"] })).toBe(3);
  });
});

describe("the address of a comparison", () => {
  it("names each city once, and no more than stand side by side", () => {
    expect(parse("#/compare/graz/york/graz/utrecht/lund")).toEqual({
      screen: "compare",
      cities: ["graz", "york", "utrecht"],
    });
    expect(compareAddress(["a", "b", "c", "d"])).toBe("#/compare/a/b/c");
  });
});
