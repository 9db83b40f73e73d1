// Reading: numbers of sources as the text has them, anchors that survive edits, notes that never overlap.
import { describe, expect, it } from "vitest";
import type { Block, Record as LibraryRecord, Source } from "../src/lib/bindings";
import { dateInWords, span } from "../src/lib/dates";
import { hostOf, unencrypted } from "../src/lib/hosts";
import { stacked } from "../src/lib/margin";
import { findBlock, firstCitations, numbered, ordinalOf, sections } from "../src/lib/reading";

const block = (anchor: string, sources: string[] = [], kind: Block["kind"] = "paragraph"): Block => ({
  anchor,
  kind,
  html: "",
  text: anchor,
  sources,
  heading: "",
  practitioner: false,
});
const source = (id: string): Source => ({
  id,
  title: id,
  publisher: "",
  url: null,
  as_of: null,
  confidence: "confirmed",
  stance: null,
  seen: true,
  language: null,
});
const record = { kind: "article", sources: ["a", "b", "c"].map(source) } as unknown as LibraryRecord;

describe("the numbers of sources", () => {
  it("follow the order in which the text cites them; uncited ones come last", () => {
    const numbers = numbered(record, [block("x.1.aa", ["c"]), block("x.2.bb", ["c", "a"])]);
    expect([...numbers].map(([id, { number }]) => [id, number])).toEqual([
      ["c", 1],
      ["a", 2],
      ["b", 3],
    ]);
  });

  it("leave a gap for a source that the record does not have, as the text does", () => {
    const numbers = numbered(record, [block("x.1.aa", ["lost", "b", "lost", "a"])]);
    expect(numbers.get("b")?.number).toBe(2);
    expect(numbers.get("a")?.number).toBe(3);
  });
});

describe("an anchor", () => {
  const blocks = [block("first", [], "heading"), block("first.1.11111111"), block("first.2.22222222")];

  it("finds its paragraph", () =>
    expect(findBlock(blocks, "first.2.22222222")?.anchor).toBe("first.2.22222222"));
  it("finds a paragraph that moved by its words", () =>
    expect(findBlock(blocks, "other.7.22222222")?.anchor).toBe("first.2.22222222"));
  it("finds a reworded paragraph by its place", () =>
    expect(findBlock(blocks, "first.1.99999999")?.anchor).toBe("first.1.11111111"));
  it("finds at least the section", () => expect(findBlock(blocks, "first.9.99999999")?.anchor).toBe("first"));
  it("finds nothing where nothing is left", () => expect(findBlock(blocks, "gone.1.00000000")).toBeNull());
  it("tells the number of its paragraph", () => {
    expect(ordinalOf("first.2.22222222")).toBe(2);
    expect(ordinalOf("first")).toBeNull();
  });
});

describe("the layout of a text", () => {
  it("lists the headings of the first order as sections", () => {
    const all = [block("a", [], "heading"), block("a.1.x"), block("b", [], "subheading")];
    expect(sections(all).map((one) => one.anchor)).toEqual(["a"]);
  });

  it("shows a source in full where it is cited first", () => {
    const first = firstCitations([block("a.1.x", ["s"]), block("a.2.y", ["s", "t"])]);
    expect([first.get("s"), first.get("t")]).toEqual(["a.1.x", "a.2.y"]);
  });

  it("lets a tall note push the next one down, and tears no gap where there is room", () => {
    const tops = stacked([
      { top: 0, height: 100 },
      { top: 40, height: 20 },
      { top: 400, height: 20 },
    ]);
    expect(tops).toEqual([0, 108, 400]);
  });
});

describe("a date", () => {
  it("is as precise as its source has it", () => {
    expect(dateInWords("2015", "en")).toBe("2015");
    expect(dateInWords("2015-06", "en")).toBe("June 2015");
    expect(dateInWords("2015-06-05", "en")).toBe("5 June 2015");
    expect(dateInWords("2015-06-05", "de")).toBe("5. Juni 2015");
  });

  it("reads as people write it in each language", () => {
    const said = (language: string) => [
      dateInWords("2015", language),
      dateInWords("2015-08", language),
      dateInWords("2015-08-01", language),
      dateInWords("2015-08-21", language),
    ];
    expect(said("fr")).toEqual(["2015", "août 2015", "1er août 2015", "21 août 2015"]);
    expect(said("nl")).toEqual(["2015", "augustus 2015", "1 augustus 2015", "21 augustus 2015"]);
    expect(said("sv")).toEqual(["2015", "augusti 2015", "1 augusti 2015", "21 augusti 2015"]);
    expect(said("es")).toEqual(["2015", "agosto de 2015", "1 de agosto de 2015", "21 de agosto de 2015"]);
    expect(dateInWords("2015-08-01", "fr", "short")).toBe("1er août 2015");
  });

  it("that is none is shown as it stands", () => expect(dateInWords("about 1990", "en")).toBe("about 1990"));

  it("has a span only where dates are known", () => {
    expect(span([null, "2015-06", "2001"])).toEqual({ oldest: "2001", newest: "2015-06" });
    expect(span([null])).toBeNull();
  });
});

describe("an outside address", () => {
  it("shows the host that would be opened", () => {
    expect(hostOf("https://www.fra.europa.eu/en/x?y")).toBe("fra.europa.eu");
    expect(hostOf("mailto:info@example.org")).toBe("info@example.org");
    expect(hostOf("https://good.example@evil.example/")).toBe("evil.example");
    expect(hostOf("no address")).toBe("no address");
  });

  it("is told apart when it is not encrypted", () => {
    expect(unencrypted("http://a.example")).toBe(true);
    expect(unencrypted("https://a.example")).toBe(false);
  });
});
