// A search while it is being typed: one question on its way at a time, always the newest next, answers
// to older questions dropped. What was found is remembered, so that going back shows it at once.
import type { SearchPlace } from "./address";
import { api } from "./api";
import type { Hit, SearchRequest, SearchResponse } from "./bindings";
import { asFailure, type Failure } from "./errors";

/** A window full and the next: every letter typed draws them anew. */
export const pageLength = 12;
const longest = 100;
const remembered = 30;

/** What was asked and what came of it, with the pages loaded so far. */
export interface Found {
  key: string;
  place: SearchPlace;
  response: SearchResponse;
  hits: Hit[];
}

function request(place: SearchPlace, language: string, offset: number, limit = pageLength): SearchRequest {
  return {
    query: place.query,
    filters: place.filters,
    exact: place.exact,
    order: place.order,
    language,
    offset,
    limit,
  };
}

class Searching {
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  loadingMore = $state(false);
  #wanted: { key: string; place: SearchPlace; language: string } | null = null;
  #running: Promise<void> | null = null;
  #shelf = new Map<string, Found>();
  /** The question whose shown answer is of an earlier library. */
  #stale: string | null = null;
  #age = 0;

  /** Asks; the answer appears in `found` unless something newer is asked meanwhile. */
  ask(place: SearchPlace, language: string): void {
    const key = JSON.stringify(request(place, language, 0));
    if (key === this.found?.key && key !== this.#stale) {
      this.#wanted = null;
      return;
    }
    const known = this.#shelf.get(key);
    if (known !== undefined) {
      this.#wanted = null;
      this.found = known;
      this.failure = null;
      return;
    }
    this.#wanted = { key, place, language };
    this.#running ??= this.#run();
  }

  /** Forgets every answer: the library has changed. What is shown stays until it is asked for again. */
  forget(): void {
    this.#shelf.clear();
    this.#stale = this.found?.key ?? null;
    this.#age += 1;
  }

  /** When the newest question has its answer. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#wanted !== null) {
      const asked = this.#wanted;
      this.#wanted = null;
      try {
        const age = this.#age;
        const response = await api.search(request(asked.place, asked.language, 0, this.#length(asked.key)));
        if (this.#newerThan(asked.key)) continue;
        if (age !== this.#age) {
          // The library changed meanwhile: nobody knows of which state the answer is.
          this.#wanted ??= asked;
          continue;
        }
        this.#stale = null;
        this.#keep({ key: asked.key, place: asked.place, response, hits: response.hits });
        this.failure = null;
      } catch (thrown) {
        if (!this.#newerThan(asked.key)) this.failure = asFailure(thrown);
      }
    }
    this.#running = null;
  }

  /** How many hits to ask for: a list that is asked for again is not to become shorter under the reader. */
  #length(key: string): number {
    const shown = key === this.#stale ? (this.found?.hits.length ?? 0) : 0;
    return Math.min(Math.max(pageLength, shown), longest);
  }

  #newerThan(key: string): boolean {
    return this.#wanted !== null && this.#wanted.key !== key;
  }

  #keep(found: Found): void {
    this.#shelf.delete(found.key);
    this.#shelf.set(found.key, found);
    const oldest = this.#shelf.keys().next().value;
    if (this.#shelf.size > remembered && oldest !== undefined) this.#shelf.delete(oldest);
    this.found = found;
  }

  /** The next page under the ones shown. */
  async more(language: string): Promise<void> {
    const shown = this.found;
    if (shown === null || this.loadingMore || shown.hits.length >= shown.response.total) return;
    const age = this.#age;
    this.loadingMore = true;
    try {
      const next = await api.search(request(shown.place, language, shown.hits.length));
      if (this.found?.key === shown.key && age === this.#age) {
        const known = new Set(shown.hits.map((hit) => hit.id));
        this.#keep({ ...shown, hits: [...shown.hits, ...next.hits.filter((hit) => !known.has(hit.id))] });
      }
    } catch (thrown) {
      this.failure = asFailure(thrown);
    } finally {
      this.loadingMore = false;
    }
  }

  /** The words that matched in a passage of the search last shown, for marking them in the text. */
  matchedIn(id: string, anchor: string): string[] {
    const hit = this.found?.hits.find((one) => one.id === id);
    const passage = hit?.passages.find((one) => one.anchor === anchor);
    return [...new Set((passage?.text ?? []).filter((span) => span.hit).map((span) => span.text))];
  }
}

export const searching = new Searching();
