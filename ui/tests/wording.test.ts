// Articles and goals in their own words: as their sources have them, and taken apart for the page.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { windowLanguages } from "../src/lib/messages";
import { numberedParagraph } from "../src/lib/wording";

type Texts = Record<string, Record<string, string[]>>;
const texts = (list: string) =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, `../../resources/content/reference/${list}.json`), "utf8"),
  ) as Texts;
const numbersOf = (paragraphs: readonly string[]) => paragraphs.map((one) => numberedParagraph(one).number);

describe("the numbers of paragraphs", () => {
  it("are taken apart as articles and goals have them", () => {
    expect(numberedParagraph("2. Everyone has the right to leave.")).toEqual({
      number: "2.",
      text: "Everyone has the right to leave.",
    });
    expect(numberedParagraph("11.a Support links.").number).toBe("11.a");
    expect(numberedParagraph("17.19 By 2030, build.").number).toBe("17.19");
  });

  it("are not read into what only begins with a figure", () => {
    expect(numberedParagraph("30 articles").number).toBeNull();
    expect(numberedParagraph("Everyone").number).toBeNull();
  });
});

describe("the Universal Declaration", () => {
  const udhr = texts("udhr");
  it("has its thirty articles in every language of the window", () => {
    expect(Object.keys(udhr)).toEqual(Array.from({ length: 30 }, (_, i) => String(i + 1)));
    for (const article of Object.values(udhr)) {
      expect(Object.keys(article).sort()).toEqual([...windowLanguages].sort());
    }
  });

  it("counts the same paragraphs in every language", () => {
    for (const [number, article] of Object.entries(udhr)) {
      const counted = Object.values(article).map((one) =>
        numbersOf(one)
          .filter((n) => n !== null)
          .join(" "),
      );
      expect(new Set(counted).size, `article ${number}: ${counted.join(" | ")}`).toBe(1);
    }
  });
});

describe("the goals", () => {
  const sdgs = texts("sdgs");
  it("are seventeen with 169 targets, in English, German, French and Spanish", () => {
    expect(Object.keys(sdgs)).toHaveLength(17);
    for (const language of ["en", "de", "fr", "es"]) {
      const all = Object.values(sdgs).map((goal) => goal[language] ?? []);
      expect(
        all.reduce((sum, one) => sum + one.length - 1, 0),
        language,
      ).toBe(169);
    }
  });

  it("say first what they want, then number every target by the goal", () => {
    for (const [number, goal] of Object.entries(sdgs)) {
      for (const [language, [wants, ...targets]] of Object.entries(goal)) {
        expect(numberedParagraph(wants ?? "1.").number, `${number} ${language}`).toBeNull();
        for (const one of numbersOf(targets))
          expect(one, language).toMatch(new RegExp(`^${number}\\.(\\d+|[a-d])$`));
      }
    }
  });
});
