// Every state of the window as an address, and back. Pure: the address bar of a window that shows none.
import type { FacetGroup, Order, RecordId } from "./bindings";

/** The groups a search can be narrowed by, in the order they are offered. */
export const facetGroups = [
  "kind",
  "theme",
  "country",
  "section",
  "udhr",
  "sdg",
  "target_group",
  "fra",
  "city_role",
  "eu_charter",
  "region",
  "layer",
  "language",
] as const satisfies readonly FacetGroup[];

/** Ticked values by group; a group without a value is absent. */
export type Filters = Partial<{ [group in FacetGroup]: string[] }>;

/** A search as an address holds it. */
export interface SearchPlace {
  screen: "search";
  query: string;
  filters: Filters;
  exact: boolean;
  order: Order;
}

/** A record, with the paragraph to go to and the search it was found by. */
export interface RecordPlace {
  screen: "record";
  id: RecordId;
  at: string | null;
  query: string;
}

/** The link directory: a group of it and, opened, one link. */
export interface LinksPlace {
  screen: "links";
  group: string | null;
  link: RecordId | null;
}

/** Where the window can be. */
export type Place = { screen: "home" } | SearchPlace | RecordPlace | LinksPlace | { screen: "settings" };

const orders: readonly Order[] = ["best", "title", "newest"];

/** A search with everything else at rest. */
export function searchFor(query: string, filters: Filters = {}): SearchPlace {
  return { screen: "search", query, filters, exact: false, order: "best" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What an address means. An address that means nothing is the front page. */
export function parse(hash: string): Place {
  const [path = "", search = ""] = splitOnce(hash.replace(/^#?\/?/, ""), "?");
  const [screen = "", rest = ""] = splitOnce(path, "/");
  const params = new URLSearchParams(search);
  switch (screen) {
    case "search": {
      const filters: Filters = {};
      for (const group of facetGroups) {
        const values = [...new Set(params.getAll(group))].filter((value) => value !== "");
        if (values.length > 0) filters[group] = values;
      }
      const order = orders.find((known) => known === params.get("order")) ?? "best";
      return {
        screen: "search",
        query: params.get("q") ?? "",
        filters,
        exact: params.get("exact") === "1",
        order,
      };
    }
    case "record":
      return rest === ""
        ? { screen: "home" }
        : { screen: "record", id: decoded(rest), at: params.get("at"), query: params.get("q") ?? "" };
    case "links":
      return { screen: "links", group: rest === "" ? null : decoded(rest), link: params.get("link") };
    case "settings":
      return { screen: "settings" };
    default:
      return { screen: "home" };
  }
}

/** The address of a place. */
export function address(place: Place): string {
  const params = new URLSearchParams();
  let path = "";
  switch (place.screen) {
    case "home":
      break;
    case "search":
      path = "search";
      if (place.query !== "") params.set("q", place.query);
      for (const group of facetGroups) {
        for (const value of place.filters[group] ?? []) params.append(group, value);
      }
      if (place.exact) params.set("exact", "1");
      if (place.order !== "best") params.set("order", place.order);
      break;
    case "record":
      path = `record/${encodeURIComponent(place.id)}`;
      if (place.at !== null) params.set("at", place.at);
      if (place.query !== "") params.set("q", place.query);
      break;
    case "links":
      path = place.group === null ? "links" : `links/${encodeURIComponent(place.group)}`;
      if (place.link !== null) params.set("link", place.link);
      break;
    case "settings":
      path = "settings";
      break;
  }
  const search = params.toString();
  return `#/${path}${search === "" ? "" : `?${search}`}`;
}

/** The address of a record. */
export function recordAddress(id: RecordId, at: string | null = null, query = ""): string {
  return address({ screen: "record", id, at, query });
}

/** The same search with one value ticked or unticked. */
export function toggled(place: SearchPlace, group: FacetGroup, value: string): SearchPlace {
  const before = place.filters[group] ?? [];
  const after = before.includes(value) ? before.filter((v) => v !== value) : [...before, value];
  const filters: Filters = {};
  for (const one of facetGroups) {
    const values = one === group ? after : (place.filters[one] ?? []);
    if (values.length > 0) filters[one] = values;
  }
  return { ...place, filters };
}

/** How many values are ticked. */
export function ticked(filters: Filters): number {
  return Object.values(filters).reduce((sum, values) => sum + values.length, 0);
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
