// The list of actions: found by what a hand types in a hurry, the best first.
import { describe, expect, it } from "vitest";
import { fitting, folded } from "../src/lib/folding";

const actions = ["Go to: Settings", "Go to: Help", "Larger text", "Größere Schrift", "Sprache: Español"];
const fit = (typed: string) => fitting(actions, typed, (one) => one);

describe("folding", () => {
  it("takes away accents and capitals, so that any keyboard will do", () => {
    expect(folded("Größere ESPAÑOL Malmö")).toBe("grossere espanol malmo");
  });
});

describe("what fits", () => {
  it("is everything while nothing is typed, in its order", () => expect(fit("  ")).toEqual(actions));

  it("is found without accents", () => {
    expect(fit("grosse")).toEqual(["Größere Schrift"]);
    expect(fit("espanol")).toEqual(["Sprache: Español"]);
  });

  it("must fit every word", () => {
    expect(fit("go help")).toEqual(["Go to: Help"]);
    expect(fit("go larger")).toEqual([]);
  });

  it("has beginnings of words before letters inside them", () => {
    expect(fitting(["Restart", "Art of it"], "art", (one) => one)).toEqual(["Art of it", "Restart"]);
  });

  it("forgives left-out letters from three on, not before: two letters would fit almost everything", () => {
    expect(fit("sttngs")).toEqual(["Go to: Settings"]);
    expect(fit("gx")).toEqual([]);
  });
});
