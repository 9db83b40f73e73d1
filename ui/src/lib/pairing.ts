// Cities like one's own: who they are and why, in reasons that can be said in words. The weights only put the
// suggestions in an order; they are no grade and are shown to nobody. Pure.
import type { CityCase, FraElement, MyCity, RecordId } from "./bindings";

/** Why a city is suggested. */
export type Reason =
  | { why: "size"; people: number; near: boolean }
  | { why: "country"; country: string }
  | { why: "themes"; themes: RecordId[] }
  | { why: "same"; elements: FraElement[] }
  | { why: "more"; elements: FraElement[] };

/** A city with the reasons for it, the strongest first. */
export interface Suggestion {
  city: CityCase;
  reasons: Reason[];
}

/** A city as the settings hold it, nothing left open. */
export type Described = Required<MyCity>;

/** So many suggestions are enough to begin with. */
const few = 6;
/** So many shared themes are named. */
const named = 4;

/** One's own city with nothing told of it. */
export const untold: Described = {
  name: "",
  case: null,
  population: null,
  country: null,
  themes: [],
  has: [],
};

/** A city case in the place of one's own city. */
export function standIn(city: CityCase): Described {
  return {
    name: city.title,
    case: city.id,
    population: city.place.population,
    country: city.country,
    themes: city.themes,
    has: city.has,
  };
}

/** Whether enough is told of a city to look for others like it. */
export function tellsEnough(mine: Described): boolean {
  return mine.population !== null || mine.country !== null || mine.themes.length > 0;
}

/** The cities most like this one, each with its reasons. What both are silent about is no likeness. */
export function citiesLike(mine: Described, cities: readonly CityCase[]): Suggestion[] {
  const others = cities.filter((city) => city.id !== mine.case);
  // A theme that nearly every city has says little about two of them.
  const rarity = (theme: RecordId) => {
    const having = others.filter((city) => city.themes.includes(theme)).length;
    return 1 - having / (others.length + 1);
  };
  const weighed = others.map((city) => {
    const found: { reason: Reason; weight: number }[] = [];
    const size = likeInSize(mine.population, city.place.population);
    if (size !== null) found.push(size);
    if (mine.country !== null && mine.country === city.country) {
      found.push({ reason: { why: "country", country: mine.country }, weight: 1.5 });
    }
    const shared = city.themes.filter((theme) => mine.themes.includes(theme));
    if (shared.length > 0) {
      const rarest = [...shared].sort((a, b) => rarity(b) - rarity(a) || (a < b ? -1 : 1));
      const weight = shared.reduce((sum, theme) => sum + 0.2 + rarity(theme), 0);
      found.push({ reason: { why: "themes", themes: rarest.slice(0, named) }, weight });
    }
    // What it has is no reason by itself, for most cities have some of everything.
    const likely = found.length > 0;
    const same = city.has.filter((element) => mine.has.includes(element));
    if (likely && same.length > 0) {
      found.push({ reason: { why: "same", elements: same }, weight: 0.2 * same.length });
    }
    const more = mine.has.length === 0 ? [] : city.has.filter((element) => !mine.has.includes(element));
    if (likely && more.length > 0) found.push({ reason: { why: "more", elements: more }, weight: 0.3 });
    const weight = found.reduce((sum, one) => sum + one.weight, 0);
    const reasons = [...found].sort((a, b) => b.weight - a.weight).map((one) => one.reason);
    return { city, reasons, weight };
  });
  return weighed
    .filter((one) => one.reasons.length > 0)
    .sort((a, b) => b.weight - a.weight || (a.city.id < b.city.id ? -1 : 1))
    .slice(0, few)
    .map(({ city, reasons }) => ({ city, reasons }));
}

/** Whether two cities are of a size: by their ratio, for a thousand people more mean nothing to a million. */
function likeInSize(mine: number | null, theirs: number | null): { reason: Reason; weight: number } | null {
  if (mine === null || theirs === null) return null;
  const ratio = Math.max(mine, theirs) / Math.max(1, Math.min(mine, theirs));
  if (ratio > 2.5) return null;
  const near = ratio <= 1.5;
  return { reason: { why: "size", people: theirs, near }, weight: near ? 2.5 : 1.2 };
}
