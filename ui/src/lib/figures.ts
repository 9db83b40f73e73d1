// Which figures of a city can be drawn, and together with which: the same thing counted at several dates, changes
// reported for one year, a share of a hundred, a step from one value to another. A figure whose words leave its
// value open ("about", "up to") is told and not drawn. Pure.
import type { Figure, PartialDate } from "./bindings";

/** One bar. */
export interface Bar {
  /** The length, in the unit of the chart. */
  value: number;
  /** The figure as its source has it. */
  text: string;
  /** What the bar is: a date, a thing counted, or the place in a step. */
  name: { date: PartialDate } | { label: string } | { step: "earlier" | "later" };
}

/** A chart of one or more figures, from `low` to `high`. */
export interface Chart {
  kind: "series" | "changes" | "share" | "step";
  /** What is counted; none where each bar says it. */
  label: string | null;
  bars: Bar[];
  low: number;
  high: number;
  /** The figures drawn, for their dates and sources. */
  figures: Figure[];
}

interface Value {
  sign: string;
  number: number;
  unit: string;
}

const quantity = /^([+\u2212-]?)(\d[\d,\u202f\u00a0]*(?:\.\d+)?)[ \u00a0\u202f]?(%|points)?$/;

/** A value that says exactly one number. */
function valueOf(text: string): Value | null {
  const match = quantity.exec(text.trim());
  if (match === null) return null;
  const [, sign = "", digits = "", unit = ""] = match;
  const size = Number(digits.replace(/[,\u202f\u00a0]/g, ""));
  return { sign, number: sign === "" || sign === "+" ? size : -size, unit };
}

/** What is counted, without the year it is counted for. */
function thing(figure: Figure): string {
  const year = figure.as_of.slice(0, 4);
  return figure.label.replace(new RegExp(` (?:for|in) ${year}$`), "");
}

/** The figures as charts and as what is told without one, each once and in their order. */
export function charted(figures: readonly Figure[]): (Chart | Figure)[] {
  const left = [...figures];
  const shown: (Chart | Figure)[] = [];
  for (let first = left.shift(); first !== undefined; first = left.shift()) {
    const own = first;
    const group = [own, ...left.filter((other) => belong(own, other))];
    const chart = chartOf(group);
    shown.push(chart ?? own);
    if (chart !== null) for (const one of group.slice(1)) left.splice(left.indexOf(one), 1);
  }
  return shown;
}

/** Whether two figures can stand in one chart. */
function belong(a: Figure, b: Figure): boolean {
  const [one, other] = [valueOf(a.value), valueOf(b.value)];
  if (one === null || other === null || one.unit !== other.unit) return false;
  const changes = one.sign !== "" && other.sign !== "";
  if (changes) return a.as_of === b.as_of;
  return one.sign === "" && other.sign === "" && thing(a) === thing(b) && a.as_of !== b.as_of;
}

function chartOf(group: Figure[]): Chart | null {
  const [first] = group;
  if (first === undefined) return null;
  const value = valueOf(first.value);
  if (value === null) return stepOf(first);
  const values = group.map((figure) => valueOf(figure.value)?.number ?? 0);
  const bars = (name: (figure: Figure) => Bar["name"]) =>
    group.map((figure, i) => ({ value: values[i] ?? 0, text: figure.value, name: name(figure) }));
  const range = { low: Math.min(0, ...values), high: Math.max(0, ...values) };
  if (value.sign !== "" && group.length > 1) {
    const each = bars((figure) => ({ label: figure.label }));
    return { kind: "changes", label: null, bars: each, ...range, figures: group };
  }
  if (group.length > 1) {
    const dated = bars((figure) => ({ date: figure.as_of })).sort((a, b) =>
      "date" in a.name && "date" in b.name && a.name.date < b.name.date ? -1 : 1,
    );
    return { kind: "series", label: thing(first), bars: dated, ...range, figures: group };
  }
  if (value.unit === "%" && value.sign === "" && value.number <= 100) {
    const only = bars((figure) => ({ label: figure.label }));
    return { kind: "share", label: null, bars: only, low: 0, high: 100, figures: group };
  }
  return null;
}

/** A figure that tells two values, "19.3 to 17.9 %": the earlier and the later. */
function stepOf(figure: Figure): Chart | null {
  const [from, to, ...more] = figure.value.split(" to ");
  if (from === undefined || to === undefined || more.length > 0) return null;
  const [earlier, later] = [valueOf(from), valueOf(to)];
  if (earlier === null || later === null || earlier.sign + later.sign + earlier.unit !== "") return null;
  const unit = to.trim().replace(/^[\d,.]+/, "");
  return {
    kind: "step",
    label: figure.label,
    bars: [
      { value: earlier.number, text: from.trim() + unit, name: { step: "earlier" } },
      { value: later.number, text: to.trim(), name: { step: "later" } },
    ],
    low: 0,
    high: Math.max(earlier.number, later.number),
    figures: [figure],
  };
}

/** Where a bar begins and how long it is, in percent of the chart. */
export function extent(bar: Bar, { low, high }: Chart): { from: number; length: number } {
  const span = high - low || 1;
  const from = Math.min(0, bar.value) - low;
  return { from: (from / span) * 100, length: (Math.abs(bar.value) / span) * 100 };
}
