// The list of cities: three orders, none of them a ranking, and no place at the top for what is not known.
import { describe, expect, it } from "vitest";
import { sortedCities, type CityRow } from "../src/lib/cities";

const city = (title: string, declared: string | null, population: number | null): CityRow => ({
  id: title.toLowerCase(),
  title,
  language: "en",
  country: null,
  roles: ["self_declared"],
  declared,
  confidence: null,
  population,
  themes: [],
});
const rows = [
  city("York", "2017-04-24", 156_135),
  city("Örebro", null, 128_000),
  city("Graz", "2001-02-08", 303_270),
  city("Barcelona", null, 1_686_208),
  city("Vienna", "2014-12-19", null),
];
const names = (order: Parameters<typeof sortedCities>[1], language = "en") =>
  sortedCities(rows, order, language).map((row) => row.title);

describe("the cities", () => {
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
    const before = rows.map((row) => row.title);
    names("declared");
    expect(rows.map((row) => row.title)).toEqual(before);
  });
});
