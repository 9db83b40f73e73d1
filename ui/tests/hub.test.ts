// Where a term is used: the search that looks for its words.
import { describe, expect, it } from "vitest";
import { phraseOf } from "../src/lib/hub";

describe("the phrase of a term", () => {
  it("keeps its words together", () => expect(phraseOf("Guest member")).toBe('"Guest member"'));

  it("leaves out what stands in brackets, which no text repeats", () => {
    expect(phraseOf("Duty-bearer (law)")).toBe('"Duty-bearer"');
  });

  it("holds no quotation mark of the title, which would end the phrase too early", () => {
    expect(phraseOf('The "right to the city"')).toBe('"The right to the city"');
  });
});
