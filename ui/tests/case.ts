// A city case with nothing special, to be given what a test is about.
import type { CityCase } from "../src/lib/bindings";

/** A city case of this name. */
export function cityCase(
  title: string,
  some: Partial<CityCase> & { population?: number | null } = {},
): CityCase {
  const { population = null, ...rest } = some;
  return {
    id: title.toLowerCase(),
    title,
    language: "en",
    country: null,
    region: null,
    roles: ["self_declared"],
    place: { latitude: 47, longitude: 15, population, geonames: null },
    declared: null,
    confidence: null,
    initiative: null,
    themes: [],
    udhr: [],
    has: [],
    practices: [],
    ...rest,
  };
}
