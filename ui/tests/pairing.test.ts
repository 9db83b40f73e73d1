// Cities like one's own: reasons that are true, an order that is always the same, and no likeness made of silence.
import { describe, expect, it } from "vitest";
import { citiesLike, standIn, tellsEnough, untold } from "../src/lib/pairing";
import { cityCase } from "./case";

const graz = cityCase("Graz", {
  population: 303_270,
  country: "AT",
  themes: ["governance", "migration"],
  has: ["structure", "tool"],
});
const vienna = cityCase("Vienna", {
  population: 1_691_468,
  country: "AT",
  themes: ["governance"],
  has: ["structure"],
});
const utrecht = cityCase("Utrecht", {
  population: 376_435,
  country: "NL",
  themes: ["governance", "migration"],
  has: ["foundation", "structure", "tool"],
});
const rosario = cityCase("Rosario", {
  population: 948_312,
  country: "AR",
  themes: ["memory"],
  has: ["tool"],
});
const silent = cityCase("Silent");
const cities = [rosario, vienna, graz, silent, utrecht];
const like = (some: Partial<typeof untold>) => citiesLike({ ...untold, ...some }, cities);
const names = (some: Partial<typeof untold>) => like(some).map((one) => one.city.title);
const why = (some: Partial<typeof untold>, title: string) =>
  like(some).find((one) => one.city.title === title)?.reasons ?? [];

describe("cities like mine", () => {
  it("come with the reasons that hold, and no others", () => {
    const mine = { population: 350_000, themes: ["migration"], has: ["tool" as const] };
    expect(why(mine, "Utrecht")).toEqual([
      { why: "size", people: 376_435, near: true },
      { why: "themes", themes: ["migration"] },
      { why: "more", elements: ["foundation", "structure"] },
      { why: "same", elements: ["tool"] },
    ]);
    expect(names(mine)).toEqual(["Graz", "Utrecht"]);
  });

  it("are of a size by their ratio, not by a number of people", () => {
    expect(why({ population: 1_000_000 }, "Vienna")).toEqual([
      { why: "size", people: 1_691_468, near: false },
    ]);
    expect(names({ population: 20_000 })).toEqual([]);
  });

  it("are not alike in what neither tells", () => {
    expect(names({ population: 100, country: "XX" })).toEqual([]);
    expect(names({})).toEqual([]);
    expect(like({ country: "AT", themes: ["memory"] }).some((one) => one.city === silent)).toBe(false);
  });

  it("are not suggested for having a structure, as nearly every city has", () => {
    expect(names({ has: ["structure"] })).toEqual([]);
    expect(tellsEnough({ ...untold, has: ["structure"] })).toBe(false);
  });

  it("weigh a rare theme more than one that all have", () => {
    expect(names({ themes: ["memory"] })).toEqual(["Rosario"]);
    const [first] = like({ themes: ["governance", "memory"] });
    expect(first?.city.title).toBe("Rosario");
  });

  it("like a case never name the case itself, and begin with the one that shares most", () => {
    const found = citiesLike(standIn(graz), cities).map((one) => one.city.title);
    expect(found).toEqual(["Utrecht", "Vienna"]);
  });

  it("come in the same order whatever the order of the collection", () => {
    const mine = { ...untold, country: "AT", population: 400_000, themes: ["governance"] };
    const ways = [cities, [...cities].reverse(), [utrecht, graz, silent, rosario, vienna]];
    const orders = ways.map((way) =>
      citiesLike(mine, way)
        .map((one) => one.city.id)
        .join(" "),
    );
    expect(new Set(orders).size).toBe(1);
  });
});
