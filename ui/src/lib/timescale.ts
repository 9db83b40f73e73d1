// A time axis drawn to scale: where a date lies between the first and the last, which years are named, and
// how long nothing was found. Pure.
import type { PartialDate } from "./bindings";

/** A date as a year with its fraction; a bare year or month counts from its middle, which is the least wrong. */
export function yearsOf(date: PartialDate): number {
  const [year = "0", month, day] = date.split("-");
  if (month === undefined) return Number(year) + 0.5;
  const months = (Number(month) - 1) / 12;
  return Number(year) + months + (day === undefined ? 0.5 / 12 : (Number(day) - 1) / 365);
}

/** The axis: its whole years, first to last. */
export interface Axis {
  from: number;
  to: number;
}

/** The axis that holds all dates, from the beginning of a year to the beginning of another. */
export function axisOf(dates: readonly PartialDate[]): Axis | null {
  const years = dates.map(yearsOf);
  if (years.length === 0) return null;
  const from = Math.floor(Math.min(...years));
  return { from, to: Math.max(from + 1, Math.ceil(Math.max(...years))) };
}

/** Where a point of time lies on the axis, 0 to 1. */
export function placeOn(axis: Axis, years: number): number {
  return Math.min(1, Math.max(0, (years - axis.from) / (axis.to - axis.from)));
}

/** The years to name under the axis: round ones, seven at most, and always the first. */
export function yearMarks(axis: Axis): number[] {
  const span = axis.to - axis.from;
  const step = [1, 2, 5, 10, 20, 50, 100].find((one) => span / one <= 6) ?? 200;
  const marks = [axis.from];
  for (let year = Math.ceil((axis.from + step * 0.6) / step) * step; year <= axis.to; year += step) {
    marks.push(year);
  }
  return marks;
}

/** The whole years that surely lie between two dates: a bare year may mean its last day or its first. */
export function yearsBetween(before: PartialDate, after: PartialDate): number {
  const start = (date: PartialDate) => {
    const [year = "0", month = "1", day = "1"] = date.split("-");
    return Number(year) + (Number(month) - 1) / 12 + (Number(day) - 1) / 365;
  };
  const width = [1, 1 / 12, 0][before.split("-").length - 1] ?? 0;
  return Math.max(0, Math.floor(start(after) - start(before) - width + 1e-9));
}

/** From how many years on a gap is said. */
export const silence = 3;
