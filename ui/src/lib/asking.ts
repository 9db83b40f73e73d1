// Questions whose answers change only with a sync: each is asked once and remembered, so that going back shows
// at once what was there.
import { api } from "./api";
import type {
  CityDirectory,
  FacetGroup,
  Hit,
  Language,
  Reading,
  RecordId,
  SearchRequest,
  SearchResponse,
  Wording,
} from "./bindings";

const most = 300;
const answers = new Map<string, Promise<unknown>>();

function once<T>(key: string, ask: () => Promise<T>): Promise<T> {
  const known = answers.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const answer = ask();
  answers.set(key, answer);
  // A failure is not remembered: the next look asks again.
  answer.catch(() => {
    if (answers.get(key) === answer) answers.delete(key);
  });
  const oldest = answers.keys().next().value;
  if (answers.size > most && oldest !== undefined) answers.delete(oldest);
  return answer;
}

/** Forgets every answer: the library has changed. */
export function forgetAnswers(): void {
  answers.clear();
}

/** A search, remembered. */
export function searched(request: SearchRequest): Promise<SearchResponse> {
  return once(JSON.stringify(request), () => api.search(request));
}

/** A record, remembered. */
export function read(id: RecordId, language: Language): Promise<Reading> {
  return once(`reading ${id} ${language}`, () => api.reading(id, language));
}

/** The city cases side by side, remembered. */
export function citiesOf(language: Language): Promise<CityDirectory> {
  return once(`cities ${language}`, () => api.cities(language));
}

/** What an article or a goal says itself, remembered. */
export function worded(group: FacetGroup, value: string, language: Language): Promise<Wording | null> {
  return once(`wording ${group} ${value} ${language}`, () => api.wording(group, value, language));
}

/** Every hit of a search, page by page. */
export async function searchedAll(request: Omit<SearchRequest, "limit" | "offset">): Promise<Hit[]> {
  const limit = 100;
  const hits: Hit[] = [];
  for (;;) {
    const page = await searched({ ...request, offset: hits.length, limit });
    hits.push(...page.hits);
    if (page.hits.length === 0 || hits.length >= page.total) return hits;
  }
}

/** The words of a hit's title. */
export function titleOf(hit: Hit): string {
  return hit.title.map((span) => span.text).join("");
}

/** The words of a hit's summary and their language, where the search gave it. */
export function summaryOf(hit: Hit): { text: string; language: Language } {
  const summary = hit.passages.find((passage) => passage.anchor === null);
  const text = (summary?.text ?? []).map((span) => span.text).join("");
  return { text, language: summary?.language ?? hit.language };
}
