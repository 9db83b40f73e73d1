// Larger text: nothing is lost, nothing is cut inside a sentence, and one stays where one was.
import { describe, expect, it } from "vitest";
import type { Slide, SlideContent } from "../src/lib/bindings";
import { enlarged } from "../src/lib/enlarging";

const slide = (content: SlideContent): Slide => ({
  key: "a/text/0",
  item: "a",
  part: "section",
  heading: null,
  page: { number: 1, of: 1 },
  content,
  language: "en",
  records: [],
  articles: [],
  as_of: null,
  sources: [],
  notes: { text: "", language: "en", own: false },
  practitioner: false,
  spare: false,
  hidden: false,
});
const sentence = (n: number) => `Sentence number ${n} says as much as a line of a slide holds, and more. `;
const text = slide({
  kind: "text",
  paragraphs: [0, 1].map((p) => ({
    style: "plain" as const,
    text: [1, 2, 3].map((n) => sentence(p * 3 + n)).join(""),
    continued: false,
    anchor: null,
  })),
});
const wordsOf = (slides: readonly Slide[]) =>
  slides.flatMap(({ content }) => (content.kind === "text" ? content.paragraphs.map((one) => one.text) : []));

describe("slides in larger text", () => {
  it("are the slides themselves where nothing is larger", () => {
    expect(enlarged([text], 0)).toEqual([text]);
    expect(enlarged([text], -2)).toEqual([text]);
  });

  it("say every sentence, whole and in order, at every step", () => {
    for (const step of [1, 2, 3, 4]) {
      const slides = enlarged([text], step);
      expect(slides.length, `step ${step}`).toBeGreaterThan(1);
      expect(wordsOf(slides).join(""), `step ${step}`).toBe(wordsOf([text]).join(""));
      for (const words of wordsOf(slides)) expect(words.trim(), `step ${step}`).toMatch(/\.$/);
    }
  });

  it("have names of their own, the first the old one", () => {
    const keys = enlarged([text], 4).map((one) => one.key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[0]).toBe(text.key);
  });

  it("are counted without those that are not shown", () => {
    const pages = [1, 2].map((number) => ({ ...text, key: `a/text/${number}`, page: { number, of: 4 } }));
    const other = { ...text, key: "b/text/0", item: "b", page: { number: 2, of: 2 } };
    expect(enlarged([...pages, other], 0).map((one) => [one.page.number, one.page.of])).toEqual([
      [1, 2],
      [2, 2],
      [1, 1],
    ]);
  });

  it("are numbered among the pages of their part", () => {
    const slides = enlarged([text], 2);
    expect(slides.map((one) => one.page.number)).toEqual(slides.map((_, i) => i + 1));
    expect(slides.every((one) => one.page.of === slides.length)).toBe(true);
  });

  it("share out lines evenly and lose none", () => {
    const questions = ["one", "two", "three", "four", "five"];
    const slides = enlarged([slide({ kind: "discussion", questions })], 3);
    const asked = slides.flatMap(({ content }) => (content.kind === "discussion" ? content.questions : []));
    expect(asked).toEqual(questions);
    expect(slides.length).toBe(2);
  });

  it("leave alone what cannot be shared out", () => {
    const link = slide({ kind: "link", title: "York", url: "https://example.org/" });
    expect(enlarged([link], 4)).toEqual([link]);
  });
});

describe("a comparison", () => {
  const words = (text: string) => [{ value: { is: "words" as const, text }, only_here: false }];
  const cities = ["graz", "york", "utrecht"].map((record) => ({
    record,
    title: { text: record, language: "en", unreviewed: false },
    language: "en",
  }));
  const row = (length: number) => ({
    name: "body" as const,
    likeness: "differs" as const,
    cells: cities.map(() => words("x".repeat(length))),
  });
  const rowsOf = (slides: readonly Slide[]) =>
    slides.map(({ content }) => (content.kind === "comparison" ? content.rows.length : 0));

  it("has as many rows as can be read, also where nothing is larger", () => {
    const full = slide({ kind: "comparison", cities, rows: Array.from({ length: 8 }, () => row(60)) });
    const shown = rowsOf(enlarged([full], 0));
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.reduce((a, b) => a + b)).toBe(8);
    expect(rowsOf(enlarged([full], 3)).length).toBeGreaterThan(shown.length);
  });

  it("never leaves out a row that is too high by itself", () => {
    const high = slide({ kind: "comparison", cities, rows: [row(2000), row(10)] });
    expect(rowsOf(enlarged([high], 4))).toEqual([1, 1]);
  });
});
