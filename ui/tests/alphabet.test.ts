// The glossary's order: that of the reader's language, under its letters.
import { describe, expect, it } from "vitest";
import { byLetter, byName, letterOf, lettersOf, neighbours } from "../src/lib/alphabet";

const same = (name: string) => name;

describe("the letters of a language", () => {
  it("are A to Z in English and German, because Ä is sorted as A there", () => {
    expect(lettersOf("en").join("")).toBe("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    expect(lettersOf("de")).toEqual(lettersOf("en"));
  });

  it("end in Å, Ä and Ö in Swedish, where they are letters of their own", () => {
    expect(lettersOf("sv").slice(-4).join("")).toBe("ZÅÄÖ");
  });

  it("have Ñ after N in Spanish", () => {
    expect(lettersOf("es").join("")).toContain("NÑO");
  });
});

describe("the letter of a name", () => {
  it("depends on the language", () => {
    expect(letterOf("Ämter", "de")).toBe("A");
    expect(letterOf("Ämbete", "sv")).toBe("Ä");
  });

  it("passes over quotation marks, which nobody looks under", () => {
    expect(letterOf("“Shelter City”", "en")).toBe("S");
  });

  it("is # for what begins with no letter, so that it is not lost", () => {
    expect(letterOf("2030 Agenda", "en")).toBe("#");
  });
});

describe("names under their letters", () => {
  it("leave no name out and none twice", () => {
    const names = ["Zone", "Örtlich", "amt", "2030 Agenda", "Ämter", "Abc"];
    const groups = byLetter(names, same, "de");
    expect(groups.map((group) => group.letter)).toEqual(["#", "A", "O", "Z"]);
    expect(groups.flatMap((group) => group.items).sort()).toEqual([...names].sort());
    expect(groups[1]?.items).toEqual(["Abc", "amt", "Ämter"]);
  });
});

describe("the neighbours of a name", () => {
  const names = byName(["C", "A", "B"], same, "en");
  it("are those beside it in the alphabet", () => {
    expect(neighbours(names, (one) => one === "B")).toEqual({ before: "A", after: "C" });
  });
  it("are missing at the ends, and for what is not listed", () => {
    expect(neighbours(names, (one) => one === "A").before).toBeNull();
    expect(neighbours(names, (one) => one === "C").after).toBeNull();
    expect(neighbours(names, (one) => one === "X")).toEqual({ before: null, after: null });
  });
});
