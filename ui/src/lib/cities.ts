// The city cases as a list: what they can be narrowed by, how many each value would leave, three orders, and the
// standing by which a map marks them. What is not known stands last, whatever the order. Pure.
import { cityGroups, type CityFilters, type CityGroup, type CityOrder } from "./address";
import type { CityCase, CityDirectory, CityRole, FacetCount, PartialDate } from "./bindings";

/** Population bands, by their upper bound in thousands. */
export const sizeBands = ["under_50", "under_250", "under_1000", "over_1000", "unknown"] as const;
export type SizeBand = (typeof sizeBands)[number];

/** The band of a number of inhabitants. */
export function sizeBand(population: number | null): SizeBand {
  if (population === null) return "unknown";
  if (population < 50_000) return "under_50";
  if (population < 250_000) return "under_250";
  return population < 1_000_000 ? "under_1000" : "over_1000";
}

/** The decade of a declaration by its first year; `none` where no declaration was found. */
export function decadeOf(declared: PartialDate | null): string {
  return declared === null ? "none" : `${declared.slice(0, 3)}0`;
}

/** The standings from the one that sets a city most apart. */
const standings = [
  "forum_host",
  "awarded",
  "self_declared",
  "guest_member",
  "aspiring",
] as const satisfies readonly CityRole[];

/** The one standing by which a map marks a city. */
export function standingOf(roles: readonly CityRole[]): CityRole {
  return standings.find((one) => roles.includes(one)) ?? "aspiring";
}

/** The standings that a map of these cities needs to explain, in their order. */
export function standingsOf(cities: readonly CityCase[]): CityRole[] {
  return standings.filter((one) => cities.some((city) => standingOf(city.roles) === one));
}

/** What a city stands under in a group. */
export function valuesIn(city: CityCase, group: CityGroup): readonly string[] {
  switch (group) {
    case "city_role":
      return city.roles;
    case "theme":
      return city.themes;
    case "udhr":
      return city.udhr.map(String);
    case "fra":
      return city.has;
    case "region":
      return city.region === null ? [] : [city.region];
    case "country":
      return city.country === null ? [] : [city.country];
    case "size":
      return [sizeBand(city.place.population)];
    case "since":
      return [decadeOf(city.declared)];
  }
}

/** The values of one group with their counts. */
export interface CityFacet {
  group: CityGroup;
  values: FacetCount[];
}

/** The cities that fit, and what each further tick would give. */
export interface Narrowed {
  cities: CityCase[];
  facets: CityFacet[];
}

/** Narrows the cities: within a group one value is enough, every group must fit. A city that fails no group counts
 * everywhere, one that fails a single group counts in that group: so a count says what a tick would give. */
export function narrowed({ cities, labels }: CityDirectory, filters: CityFilters): Narrowed {
  const fails = (city: CityCase, group: CityGroup) => {
    const wanted = filters[group] ?? [];
    return wanted.length > 0 && !valuesIn(city, group).some((value) => wanted.includes(value));
  };
  const failed = new Map(cities.map((city) => [city, cityGroups.filter((group) => fails(city, group))]));
  const label = (group: CityGroup, value: string) =>
    labels.find((one) => one.group === group && one.value === value)?.label ?? null;
  const facets = cityGroups.map((group): CityFacet => {
    const counts = new Map((filters[group] ?? []).map((value) => [value, 0]));
    for (const [city, groups] of failed) {
      const counted = groups.every((one) => one === group) ? 1 : 0;
      for (const value of valuesIn(city, group)) counts.set(value, (counts.get(value) ?? 0) + counted);
    }
    const values = [...counts].map(([value, count]) => ({
      value,
      label: label(group, value),
      count,
      selected: (filters[group] ?? []).includes(value),
    }));
    return { group, values: values.sort((a, b) => rankIn(group, a, b)) };
  });
  return {
    cities: cities.filter((city) => failed.get(city)?.length === 0),
    facets: facets.filter((facet) => facet.values.length > 0),
  };
}

/** Values with an order of their own stand in it, the others by how many there are. */
function rankIn(group: CityGroup, a: FacetCount, b: FacetCount): number {
  switch (group) {
    case "udhr":
      return Number(a.value) - Number(b.value);
    case "size":
      return sizeBands.indexOf(a.value as SizeBand) - sizeBands.indexOf(b.value as SizeBand);
    case "since":
    case "fra":
      // Years sort as text, and before "none"; so do the FRA framework's groups in their own order.
      return a.value < b.value ? -1 : 1;
    default: {
      const name = (one: FacetCount) => one.label ?? one.value;
      return b.count - a.count || name(a).localeCompare(name(b));
    }
  }
}

/** The cities in an order: by name; oldest declaration first; largest first. Equals and unknowns by name. */
export function sortedCities(cities: readonly CityCase[], order: CityOrder, language: string): CityCase[] {
  const { compare } = new Intl.Collator(language);
  const rank = (city: CityCase): number | string | null =>
    order === "declared" ? city.declared : order === "population" ? city.place.population : null;
  return [...cities].sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    if (one !== null && other !== null && one !== other) {
      const rising = one < other ? -1 : 1;
      return order === "population" ? -rising : rising;
    }
    if ((one === null) !== (other === null)) return one === null ? 1 : -1;
    return compare(a.title, b.title);
  });
}
