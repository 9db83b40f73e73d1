// Every state of the window as an address, and back. Pure: the address bar of a window that shows none.
import type { FacetGroup, LetterId, Order, RecordId } from "./bindings";

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

/** The ways to browse: by the Centre's headings, by theme, by right, by article of the Charter, by goal. */
export const browseWays = ["heading", "theme", "right", "charter", "goal"] as const;
export type BrowseWay = (typeof browseWays)[number];

/** The collection in one of these ways; of the rights one article may be chosen, of the goals one goal. */
export interface BrowsePlace {
  screen: "browse";
  by: BrowseWay;
  article: string | null;
}

/** What the list of cities can be narrowed by, in the order it is offered: besides what records are filed under,
 * how large a city is and in which decade it declared itself. */
export const cityGroups = [
  "city_role",
  "theme",
  "udhr",
  "fra",
  "region",
  "country",
  "size",
  "since",
] as const satisfies readonly (FacetGroup | "size" | "since")[];
export type CityGroup = (typeof cityGroups)[number];
/** Ticked values of the list of cities by group. */
export type CityFilters = Partial<{ [group in CityGroup]: string[] }>;
/** The orders of the list of cities. */
export const cityOrders = ["name", "declared", "population"] as const;
export type CityOrder = (typeof cityOrders)[number];

/** The list of city cases. */
export interface CitiesPlace {
  screen: "cities";
  filters: CityFilters;
  order: CityOrder;
}

/** A question being written: one that is kept, or a new one with what it begins with. */
export interface AskPlace {
  screen: "ask";
  id: LetterId | null;
  /** Words it was looked for by and not found. */
  words: string;
  /** The record it is asked from. */
  record: RecordId | null;
}

/** As many cities stand side by side as a screen has room for. */
export const mostCompared = 3;

/** Cities side by side. */
export interface ComparePlace {
  screen: "compare";
  cities: RecordId[];
}

/** Cities like the reader's own, or like one of the cases. */
export interface PairingPlace {
  screen: "pairing";
  like: RecordId | null;
}

/** Where the window can be. */
export type Place =
  | { screen: "home" }
  | SearchPlace
  | RecordPlace
  | LinksPlace
  | BrowsePlace
  | CitiesPlace
  | AskPlace
  | { screen: "questions" }
  | { screen: "question"; id: LetterId }
  | { screen: "notes"; query: string }
  | { screen: "workshops" }
  | { screen: "workshop"; id: LetterId }
  | ComparePlace
  | PairingPlace
  | { screen: "glossary"; letter: string | null }
  | { screen: "help"; at: string | null }
  | { screen: "sources" }
  | { screen: "sync"; at: string | null }
  | { screen: "diagnosis" }
  | { screen: "settings"; at: string | null };

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
      const filters = filtersIn(params, facetGroups);
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
    case "browse": {
      const [way = "", article = ""] = splitOnce(rest, "/");
      const by = browseWays.find((known) => known === way) ?? "heading";
      // Only of the thirty rights and the seventeen goals one can be chosen.
      const known = { right: /^([1-9]|[12]\d|30)$/, goal: /^([1-9]|1[0-7])$/ };
      const chosen = (by === "right" || by === "goal") && known[by].test(article) ? article : null;
      return { screen: "browse", by, article: chosen };
    }
    case "cities":
      return {
        screen: "cities",
        filters: filtersIn(params, cityGroups),
        order: cityOrders.find((known) => known === params.get("order")) ?? "name",
      };
    case "ask":
      return {
        screen: "ask",
        id: rest === "" ? null : decoded(rest),
        words: params.get("q") ?? "",
        record: params.get("record"),
      };
    case "questions":
      return rest === "" ? { screen: "questions" } : { screen: "question", id: decoded(rest) };
    case "notes":
      return { screen: "notes", query: params.get("q") ?? "" };
    case "workshops":
      return rest === "" ? { screen: "workshops" } : { screen: "workshop", id: decoded(rest) };
    case "compare":
      return {
        screen: "compare",
        cities: [...new Set(rest.split("/").map(decoded))].filter((id) => id !== "").slice(0, mostCompared),
      };
    case "pairing":
      return { screen: "pairing", like: rest === "" ? null : decoded(rest) };
    case "glossary":
      return { screen: "glossary", letter: rest === "" ? null : decoded(rest) };
    case "help":
      return { screen: "help", at: rest === "" ? null : decoded(rest) };
    case "sources":
      return { screen: "sources" };
    case "sync":
      return { screen: "sync", at: rest === "" ? null : decoded(rest) };
    case "diagnosis":
      return { screen: "diagnosis" };
    case "settings":
      return { screen: "settings", at: rest === "" ? null : decoded(rest) };
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
    case "browse":
      path = place.by === "heading" ? "browse" : `browse/${place.by}`;
      if (place.article !== null) path += `/${place.article}`;
      break;
    case "cities":
      path = "cities";
      for (const group of cityGroups) {
        for (const value of place.filters[group] ?? []) params.append(group, value);
      }
      if (place.order !== "name") params.set("order", place.order);
      break;
    case "ask":
      path = place.id === null ? "ask" : `ask/${encodeURIComponent(place.id)}`;
      if (place.words !== "") params.set("q", place.words);
      if (place.record !== null) params.set("record", place.record);
      break;
    case "question":
      path = `questions/${encodeURIComponent(place.id)}`;
      break;
    case "notes":
      path = "notes";
      if (place.query !== "") params.set("q", place.query);
      break;
    case "workshop":
      path = `workshops/${encodeURIComponent(place.id)}`;
      break;
    case "compare":
      path = ["compare", ...place.cities.map(encodeURIComponent)].join("/");
      break;
    case "pairing":
      path = place.like === null ? "pairing" : `pairing/${encodeURIComponent(place.like)}`;
      break;
    case "glossary":
      path = place.letter === null ? "glossary" : `glossary/${encodeURIComponent(place.letter)}`;
      break;
    case "help":
      path = place.at === null ? "help" : `help/${encodeURIComponent(place.at)}`;
      break;
    case "questions":
    case "workshops":
    case "sources":
    case "diagnosis":
      path = place.screen;
      break;
    case "sync":
    case "settings":
      path = place.at === null ? place.screen : `${place.screen}/${encodeURIComponent(place.at)}`;
      break;
  }
  const search = params.toString();
  return `#/${path}${search === "" ? "" : `?${search}`}`;
}

/** The address of a record. */
export function recordAddress(id: RecordId, at: string | null = null, query = ""): string {
  return address({ screen: "record", id, at, query });
}

/** The address of a new question, or of a draft to go on with. */
export function askAddress(from: Partial<Omit<AskPlace, "screen">> = {}): string {
  return address({ screen: "ask", id: null, words: "", record: null, ...from });
}

/** The address of a question with all that was said. */
export function questionAddress(id: LetterId): string {
  return address({ screen: "question", id });
}

/** The address of a way to browse. */
export function browseAddress(by: BrowseWay, article: string | null = null): string {
  return address({ screen: "browse", by, article });
}

/** The address of cities side by side. */
export function compareAddress(cities: readonly RecordId[]): string {
  return address({ screen: "compare", cities: cities.slice(0, mostCompared) });
}

/** The same search or list with one value ticked or unticked. */
export function toggled<G extends string, P extends { filters: Partial<{ [group in G]: string[] }> }>(
  place: P,
  group: G,
  value: string,
): P {
  const before = place.filters[group] ?? [];
  const after = before.includes(value) ? before.filter((v) => v !== value) : [...before, value];
  const all: Partial<Record<string, string[]>> = { ...place.filters, [group]: after };
  const filters: Partial<Record<string, string[]>> = {};
  // In one order whatever was ticked first, so that the same filters are the same place.
  for (const one of new Set<string>([...facetGroups, ...cityGroups])) {
    const values = all[one] ?? [];
    if (values.length > 0) filters[one] = values;
  }
  return { ...place, filters };
}

/** How many values are ticked. */
export function ticked(filters: Filters | CityFilters): number {
  return Object.values(filters).reduce((sum, values) => sum + values.length, 0);
}

function filtersIn<G extends string>(
  params: URLSearchParams,
  groups: readonly G[],
): Partial<{ [group in G]: string[] }> {
  const filters: Partial<{ [group in G]: string[] }> = {};
  for (const group of groups) {
    const values = [...new Set(params.getAll(group))].filter((value) => value !== "");
    if (values.length > 0) filters[group] = values;
  }
  return filters;
}

function splitOnce(text: string, by: string): [string, string] {
  const at = text.indexOf(by);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
