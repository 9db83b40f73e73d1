// What a theme or a term leads to: what is filed under the one, where the other is used.
import { byName, neighbours } from "./alphabet";
import { searched, searchedAll, titleOf } from "./asking";
import type { FacetCount, Hit, Language, Record as LibraryRecord } from "./bindings";
import { byKind, valuesOf, type KindGroup } from "./grouping";

/** A theme with all that is filed under it. */
export interface ThemeHub {
  kind: "theme";
  groups: KindGroup[];
  total: number;
  /** The rights that its records touch, by number. */
  rights: FacetCount[];
}

/** A term with the records that use its words, and its neighbours in the glossary. */
export interface TermHub {
  kind: "term";
  /** The search that finds its uses. */
  query: string;
  uses: Hit[];
  total: number;
  before: Hit | null;
  after: Hit | null;
}

export type Hub = ThemeHub | TermHub;
const few = 8;

/** The words of a term as a phrase to search for: without what stands in brackets. */
export function phraseOf(title: string): string {
  const words = title
    .replace(/\([^)]*\)/g, " ")
    .replace(/"/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return `"${words}"`;
}

/** What a record leads to, where it is a theme or a term. */
export async function hubOf(record: LibraryRecord, language: Language): Promise<Hub | null> {
  if (record.kind === "theme") {
    const filters = { theme: [record.id] };
    const [all, groups] = await Promise.all([
      searched({ query: "", filters, language, limit: 1 }),
      byKind(filters, language),
    ]);
    const rights = valuesOf(all, "udhr")
      .filter((right) => right.count > 0)
      .sort((a, b) => Number(a.value) - Number(b.value));
    return { kind: "theme", groups, total: all.total, rights };
  }
  if (record.kind === "term") {
    const query = phraseOf(record.title);
    const [found, terms] = await Promise.all([
      searched({ query, language, exact: true, limit: few + 1 }),
      glossary(language),
    ]);
    const others = found.hits.filter((hit) => hit.id !== record.id);
    const total = found.total - (found.hits.length - others.length);
    const around = neighbours(terms, (hit) => hit.id === record.id);
    return { kind: "term", query, uses: others.slice(0, few), total, ...around };
  }
  return null;
}

/** The glossary in the order of the language. */
export async function glossary(language: Language): Promise<Hit[]> {
  const hits = await searchedAll({ query: "", filters: { kind: ["term"] }, language, order: "title" });
  return byName(hits, titleOf, language);
}
