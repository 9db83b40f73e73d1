// The list of cities: narrowed with honest counts; three orders, none of them a ranking, and no place at the top
// for what is not known.
import { describe, expect, it } from "vitest";
import { decadeOf, narrowed, sizeBand, sortedCities, standingOf, standingsOf } from "../src/lib/cities";
import type { CityFilters, CityGroup } from "../src/lib/address";
import { cityCase } from "./case";

const cities = [
  cityCase("York", { declared: "2017-04-24", population: 156_135, country: "GB", themes: ["housing"] }),
  cityCase("Örebro", { population: 128_000, country: "SE", roles: ["aspiring"], themes: ["housing"] }),
  cityCase("Graz", { declared: "2001-02-08", population: 303_270, country: "AT", udhr: [21, 2] }),
  cityCase("Barcelona", { population: 1_686_208, country: "ES", has: ["tool"] }),
  cityCase("Vienna", { declared: "2014-12-19", country: "AT", themes: ["housing"], has: ["structure"] }),
];
const labels = [{ group: "country", value: "AT", label: "Austria" }];
const directory = { cities, total: cities.length, labels };
const names = (order: Parameters<typeof sortedCities>[1], language = "en") =>
  sortedCities(cities, order, language).map((city) => city.title);
const left = (filters: CityFilters) => narrowed(directory, filters).cities.map((city) => city.title);
const counts = (filters: CityFilters, group: CityGroup) =>
  Object.fromEntries(
    narrowed(directory, filters)
      .facets.find((facet) => facet.group === group)
      ?.values.map((value) => [value.value, value.count]) ?? [],
  );

describe("the cities in an order", () => {
  it("by name follow the language", () => {
    expect(names("name", "de")).toEqual(["Barcelona", "Graz", "Örebro", "Vienna", "York"]);
    expect(names("name", "sv").at(-1)).toBe("Örebro");
  });

  it("by declaration begin with the oldest; those without one stand last, by name", () => {
    expect(names("declared")).toEqual(["Graz", "Vienna", "York", "Barcelona", "Örebro"]);
  });

  it("by inhabitants begin with the largest; an unknown number is not a small one", () => {
    expect(names("population")).toEqual(["Barcelona", "Graz", "York", "Örebro", "Vienna"]);
  });

  it("are not changed by sorting, because the answer is remembered", () => {
    const before = cities.map((city) => city.title);
    names("declared");
    expect(cities.map((city) => city.title)).toEqual(before);
  });
});

describe("the cities narrowed", () => {
  it("fit every group, and within a group one value is enough", () => {
    expect(left({ country: ["AT", "GB"] })).toEqual(["York", "Graz", "Vienna"]);
    expect(left({ country: ["AT", "GB"], theme: ["housing"] })).toEqual(["York", "Vienna"]);
    expect(left({ country: ["AT"], city_role: ["aspiring"] })).toEqual([]);
  });

  it("count what a tick would give", () => {
    const filters = { theme: ["housing"], country: ["AT"] };
    for (const [country, count] of Object.entries(counts(filters, "country"))) {
      expect(left({ ...filters, country: [country] }).length, country).toBe(count);
    }
    for (const [size, count] of Object.entries(counts(filters, "size"))) {
      expect(left({ ...filters, size: [size] }).length, size).toBe(count);
    }
  });

  it("keep what would give nothing, with its zero", () => {
    expect(counts({ country: ["SE"] }, "fra")).toEqual({ structure: 0, tool: 0 });
  });

  it("keep a ticked value that no city has any more, so that it can be unticked", () => {
    const facet = narrowed(directory, { theme: ["gone"] }).facets.find((one) => one.group === "theme");
    expect(facet?.values.find((value) => value.value === "gone")).toMatchObject({ count: 0, selected: true });
  });

  it("can be narrowed by size and decade, each in its own order, the unknown last", () => {
    expect(Object.keys(counts({}, "size"))).toEqual(["under_250", "under_1000", "over_1000", "unknown"]);
    expect(left({ size: ["unknown"] })).toEqual(["Vienna"]);
    const decades = narrowed(directory, {}).facets.find((facet) => facet.group === "since");
    expect(decades?.values.map((value) => value.value)).toEqual(["2000", "2010", "none"]);
    expect(left({ since: ["2010"] })).toEqual(["York", "Vienna"]);
  });

  it("number the rights as numbers", () => {
    const rights = narrowed(directory, {}).facets.find((facet) => facet.group === "udhr");
    expect(rights?.values.map((value) => value.value)).toEqual(["2", "21"]);
  });
});

describe("a city", () => {
  it("belongs to the band and the decade that its number falls into", () => {
    const bands = [49_999, 50_000, 249_999, 250_000, 999_999, 1_000_000, null].map(sizeBand);
    const [a, b, c, d] = ["under_50", "under_250", "under_1000", "over_1000"];
    expect(bands).toEqual([a, b, b, c, c, d, "unknown"]);
    expect(["1997-06-30", "2000", "2009-12", null].map(decadeOf)).toEqual(["1990", "2000", "2000", "none"]);
  });

  it("is marked by the standing that sets it most apart", () => {
    expect(standingOf(["self_declared", "forum_host"])).toBe("forum_host");
    expect(standingOf(["guest_member", "self_declared"])).toBe("self_declared");
    expect(standingsOf(cities)).toEqual(["self_declared", "aspiring"]);
  });
});
