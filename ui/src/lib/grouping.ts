// What stands under something, by kind: the counts of the library and the first records of each kind.
import type { Filters } from "./address";
import { searched } from "./asking";
import type { FacetCount, FacetGroup, Hit, Kind, Language, SearchResponse } from "./bindings";

/** The kinds in the order in which a page lists them: what is to be read first, addresses last. */
export const kindOrder = [
  "article",
  "city",
  "practice",
  "tool",
  "instrument",
  "institution",
  "publication",
  "answer",
  "event",
  "term",
  "theme",
  "link",
] as const satisfies readonly Kind[];

/** The records of one kind: how many there are, and the first of them by title. */
export interface KindGroup {
  kind: Kind;
  count: number;
  hits: Hit[];
}

/** The values of a group in an answer. */
export function valuesOf(response: SearchResponse, group: FacetGroup): FacetCount[] {
  return response.facets.find((facet) => facet.group === group)?.values ?? [];
}

/** How many of each kind an answer counts, in the order of the page; kinds without a record are left out. */
export function kindCounts(response: SearchResponse): { kind: Kind; count: number }[] {
  const counts = new Map(valuesOf(response, "kind").map((value) => [value.value, value.count]));
  return kindOrder.map((kind) => ({ kind, count: counts.get(kind) ?? 0 })).filter(({ count }) => count > 0);
}

/** What a filter leaves, by kind, with the first `few` records of each. */
export async function byKind(filters: Filters, language: Language, few = 6): Promise<KindGroup[]> {
  const all = await searched({ query: "", filters, language, limit: 1 });
  return Promise.all(
    kindCounts(all).map(async ({ kind, count }) => {
      const own = { ...filters, kind: [kind] };
      const { hits } = await searched({ query: "", filters: own, language, order: "title", limit: few });
      return { kind, count, hits };
    }),
  );
}
