// The list of cities: its rows and its three orders. What is not known stands last, whatever the order. Pure.
import type { CityOrder } from "./address";
import type { CityRole, Confidence, PartialDate, Reading, RecordId, Reference } from "./bindings";
import { weakestOf } from "./strength";

/** One city as the list shows it. */
export interface CityRow {
  id: RecordId;
  title: string;
  /** Of the title. */
  language: string;
  country: string | null;
  roles: readonly CityRole[];
  /** When it declared itself; none where our sources do not tell. */
  declared: PartialDate | null;
  /** How far the sources of the declaration carry. */
  confidence: Confidence | null;
  population: number | null;
  themes: readonly Pick<Reference, "id" | "title">[];
}

/** The row of a record, when it is one of a city. */
export function cityRow(reading: Reading, speaking: string): CityRow | null {
  const { record } = reading;
  if (record.kind !== "city") return null;
  const declaration = record.declaration === "not_found" ? null : record.declaration.found;
  const cited = record.sources.filter((source) => declaration?.sources.includes(source.id) === true);
  const name = Object.entries(record.translations).find(([code]) => code === speaking)?.[1].title ?? null;
  return {
    id: record.id,
    title: name ?? record.title,
    language: name === null ? record.language : speaking,
    country: record.facets.country,
    roles: record.roles,
    declared: declaration?.date ?? null,
    confidence: weakestOf(cited),
    population: record.place.population,
    themes: reading.labels
      .filter((label) => label.group === "theme")
      .map((label) => ({ id: label.value, title: label.label })),
  };
}

/** The rows in an order: by name; oldest declaration first; largest first. Equals and unknowns by name. */
export function sortedCities(rows: readonly CityRow[], order: CityOrder, language: string): CityRow[] {
  const { compare } = new Intl.Collator(language);
  const rank = (row: CityRow): number | string | null =>
    order === "declared" ? row.declared : order === "population" ? row.population : null;
  return [...rows].sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    if (one !== null && other !== null && one !== other) {
      const rising = one < other ? -1 : 1;
      return order === "population" ? -rising : rising;
    }
    if ((one === null) !== (other === null)) return one === null ? 1 : -1;
    return compare(a.title, b.title);
  });
}
