// Cities side by side: a row stands when it says something about at least two, and what differs is known.
import { describe, expect, it } from "vitest";
import { citedIn, onlyHere, rowsOf } from "../src/lib/comparing";
import type { City, Label, Reading, Source } from "../src/lib/bindings";
import { cityCase } from "./case";

function source(id: string, stance: Source["stance"] = null): Source {
  return {
    id,
    title: `Page ${id}`,
    publisher: "City",
    url: `https://example.org/${id}`,
    as_of: null,
    confidence: "confirmed",
    stance,
    seen: true,
    language: null,
  };
}
function reading(
  id: string,
  some: Partial<City>,
  facets: { themes?: string[]; country?: string } = {},
  sources: Source[] = [],
): Reading {
  const labels: Label[] = (facets.themes ?? []).map((value) => ({
    group: "theme",
    value,
    label: `The ${value}`,
  }));
  return {
    record: {
      kind: "city",
      id,
      section: "cities",
      title: id,
      summary: "",
      language: "en",
      aliases: [],
      translations: {},
      facets: {
        themes: facets.themes ?? [],
        udhr: [],
        eu_charter: [],
        sdgs: [],
        target_groups: [],
        fra: [],
        city: null,
        country: facets.country ?? null,
        region: null,
      },
      body: "",
      sources,
      related: [],
      updated: "2026-11-21",
      presenting: null,
      roles: ["self_declared"],
      place: { latitude: 0, longitude: 0, population: null, geonames: null },
      declaration: "not_found",
      elements: [],
      milestones: [],
      figures: [],
      ...some,
    },
    layer: "general",
    blocks: [],
    related: [],
    named: [],
    cited_by: [],
    labels,
    minutes: 1,
  };
}
const declared = (date: string, sources: string[]): Partial<City> => ({
  declaration: { found: { date, body: "Council", process: "formal", initiative: "mixed", sources } },
});
const names = (...readings: Reading[]) => rowsOf(readings, []).map((row) => row.name);

describe("a comparison", () => {
  it("has a row where at least two cities have something to say", () => {
    const [a, b, c] = [
      reading("a", declared("2001", ["s"]), { country: "AT" }),
      reading("b", {}, { country: "NL" }),
      reading("c", declared("2017", []), { country: "GB" }),
    ];
    expect(names(a, b)).toEqual(["standing"]);
    expect(names(a, b, c)).toEqual(["standing", "declared", "body", "process", "initiative"]);
  });

  it("of one city has no row at all", () => {
    expect(names(reading("a", declared("2001", []), { country: "AT" }))).toEqual([]);
  });

  it("knows where the cities are the same and where they differ", () => {
    const rows = rowsOf([reading("a", declared("2001", [])), reading("b", declared("2017", []))], []);
    const same = Object.fromEntries(rows.map((row) => [row.name, row.likeness]));
    expect(same).toMatchObject({
      standing: "same",
      declared: "differs",
      process: "same",
      initiative: "same",
    });
  });

  it("takes silence neither for a difference nor for a likeness", () => {
    const rows = rowsOf(
      [reading("a", declared("2001", [])), reading("b", {}), reading("c", declared("2001", []))],
      [],
    );
    expect(rows.find((row) => row.name === "declared")?.likeness).toBe("same_found");
  });

  it("does not take a list in another order for a difference, but a longer one", () => {
    const themes = (...own: string[][]) =>
      rowsOf(
        own.map((list, i) => reading(String(i), {}, { themes: list })),
        [],
      ).find((row) => row.name === "themes");
    expect(themes(["housing", "memory"], ["memory", "housing"])?.likeness).toBe("same");
    const row = themes(["housing", "memory"], ["memory"], ["memory", "health"]);
    expect(row?.likeness).toBe("differs");
    const own = [...(row === undefined ? [] : onlyHere(row))].map((item) =>
      item.is === "theme" ? item.label : "",
    );
    expect(own).toEqual(["The housing", "The health"]);
  });

  it("takes nothing for something: an element not found is no element", () => {
    const element = {
      element: "tool",
      name: "Report",
      presence: "not_found",
      since: null,
      sources: [],
    } as const;
    const city = { elements: [{ ...element, sources: [] }] };
    expect(names(reading("a", city), reading("b", city))).not.toContain("tool");
  });

  it("tells where the commitment was broken only as breaches, and a single step once", () => {
    const step = (date: string, breach: boolean) => ({ date, text: "A step", breach, sources: [] });
    const one = { milestones: [step("2001", false)] };
    expect(names(reading("a", one), reading("b", one))).toContain("first");
    expect(names(reading("a", one), reading("b", one))).not.toContain("latest");
    const broken = { milestones: [step("2001", false), step("2021", true)] };
    const rows = rowsOf([reading("a", broken), reading("b", broken)], []);
    expect(rows.find((row) => row.name === "breach")?.cells[0]?.length).toBe(1);
  });

  it("names the programmes of each city", () => {
    const practice = { id: "p", title: "P", language: "en", from: null, to: null, stage: "running" } as const;
    const cases = ["a", "b"].map((id) => cityCase(id, { practices: [{ ...practice, id: `${id}-p` }] }));
    const row = rowsOf([reading("a", {}), reading("b", {})], cases).find((one) => one.name === "practices");
    expect(row?.cells.map((cell) => cell.length)).toEqual([1, 1]);
  });

  it("brings the sources its rows stand on, each once and no others", () => {
    const all = [source("x"), source("s"), source("critic", "critical")];
    const readings = [
      reading("a", declared("2001", ["s"]), {}, all),
      reading("b", declared("2017", ["s"]), {}, all),
    ];
    const cited = citedIn(rowsOf(readings, []), readings);
    expect(cited.map((list) => list.map((one) => one.id))).toEqual([
      ["s", "critic"],
      ["s", "critic"],
    ]);
  });
});
