// The time axis: to scale, so that a gap of years looks like one.
import { describe, expect, it } from "vitest";
import { axisOf, placeOn, yearMarks, yearsBetween, yearsOf } from "../src/lib/timescale";

describe("a date on the axis", () => {
  it("counts from the middle of what its source leaves open", () => {
    expect(yearsOf("2011")).toBe(2011.5);
    expect(yearsOf("2011-07")).toBeCloseTo(2011.54, 2);
    expect(yearsOf("2011-01-01")).toBe(2011);
  });

  it("lies in proportion: twice the time, twice the way", () => {
    const axis = { from: 2000, to: 2020 };
    expect(placeOn(axis, 2005)).toBe(0.25);
    expect(placeOn(axis, 2010)).toBe(0.5);
  });
});

describe("the axis", () => {
  it("holds every date in whole years", () => {
    expect(axisOf(["2011", "2024-03-26"])).toEqual({ from: 2011, to: 2025 });
  });
  it("is at least a year long, so that one date has a place", () => {
    expect(axisOf(["2011-01-01"])).toEqual({ from: 2011, to: 2012 });
  });
  it("is none without dates", () => expect(axisOf([])).toBeNull());

  it("names few round years and always the first", () => {
    for (const [from, to] of [
      [2011, 2027],
      [1997, 2026],
      [2020, 2022],
      [1948, 2026],
    ] as const) {
      const marks = yearMarks({ from, to });
      expect(marks[0]).toBe(from);
      expect(marks.length).toBeLessThanOrEqual(8);
      expect(new Set(marks).size).toBe(marks.length);
      expect(Math.max(...marks)).toBeLessThanOrEqual(to);
    }
  });
});

describe("the years between two dates", () => {
  it("are only those that are sure: 2011 may mean its last day", () => {
    expect(yearsBetween("2011", "2016-12")).toBe(4);
    expect(yearsBetween("2011-01-01", "2016-12-01")).toBe(5);
    expect(yearsBetween("2017-04-24", "2021-11")).toBe(4);
  });
  it("are never below none", () => expect(yearsBetween("2011", "2011-03")).toBe(0));
});
