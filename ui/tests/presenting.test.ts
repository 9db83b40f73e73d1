// A presentation beside its plan, and text as large as fits.
import { describe, expect, it } from "vitest";
import type { AgendaLine, Deck, Slide } from "../src/lib/bindings";
import { agendaOf, clockTime, fittingSize, planOf, punctuality } from "../src/lib/presenting";

const slide = (item: string, n: number, hidden = false) =>
  ({ key: `${item}/text/${n}`, item, hidden }) as unknown as Slide;
const line = (item: string, minutes: number | null) => ({ item, minutes }) as unknown as AgendaLine;
const slides = [slide("a", 0), slide("a", 1), slide("b", 0), slide("c", 0)];
const deck = { agenda: [line("a", 10), line("b", 5), line("c", null)], slides } as unknown as Deck;

describe("the agenda", () => {
  it("knows what was, is and will be shown", () => {
    expect(agendaOf(deck, slides, 2).map((one) => one.standing)).toEqual(["done", "now", "ahead"]);
    expect(agendaOf(deck, slides, 0).map((one) => one.at)).toEqual([0, 2, 3]);
  });

  it("has no place for an item whose slides are all hidden", () => {
    const shown = slides.filter((one) => one.item !== "b");
    expect(agendaOf(deck, shown, 0)[1]?.at).toBeNull();
  });
});

describe("the plan", () => {
  it("gives each slide its part of its item's minutes", () => {
    expect(planOf(deck, slides, 0)).toEqual({ minutes: 15, from: 0, to: 5 });
    expect(planOf(deck, slides, 1)).toEqual({ minutes: 15, from: 5, to: 10 });
    expect(planOf(deck, slides, 2)).toEqual({ minutes: 15, from: 10, to: 15 });
  });

  it("is none where no minutes are planned", () => {
    const free = { ...deck, agenda: [line("a", null)] };
    expect(planOf(free, slides, 0)).toBeNull();
  });

  it("says by how much one is late or early, in whole minutes", () => {
    const plan = { minutes: 15, from: 5, to: 10 };
    expect(punctuality(plan, 7 * 60_000)).toEqual({ is: "on_time", by: 0 });
    expect(punctuality(plan, 10.5 * 60_000)).toEqual({ is: "on_time", by: 0 });
    expect(punctuality(plan, 13.2 * 60_000)).toEqual({ is: "behind", by: 3 });
    expect(punctuality(plan, 2 * 60_000)).toEqual({ is: "ahead", by: 3 });
  });
});

describe("the clock", () => {
  it("shows minutes and seconds, and hours where there are some", () => {
    expect(clockTime(0)).toBe("00:00");
    expect(clockTime(392_900)).toBe("06:32");
    expect(clockTime(3_992_000)).toBe("1:06:32");
  });
});

describe("the size of a slide's text", () => {
  const upTo = (most: number) => (size: number) => size <= most;
  it("is the largest that fits", () => {
    expect(fittingSize(4, upTo(1.42))).toBe(1.4);
    expect(fittingSize(4, upTo(9))).toBe(2.5);
  });

  it("stays below what the chosen step allows", () => {
    const sizes = [-2, -1, 0, 1, 2, 3, 4].map((step) => fittingSize(step, upTo(9)));
    expect([...sizes].sort((a, b) => a - b)).toEqual(sizes);
    expect(new Set(sizes).size).toBe(sizes.length);
  });

  it("is the smallest there is where nothing fits", () => {
    expect(fittingSize(0, () => false)).toBe(0.5);
  });
});
