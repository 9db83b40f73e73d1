// The catalogue: every sentence of the window in every language it speaks, in ICU form. Pure; the
// language in use is kept in words.svelte.ts.
import { IntlMessageFormat } from "intl-messageformat";
import de from "./messages/de.json";
import en from "./messages/en.json";
import es from "./messages/es.json";
import fr from "./messages/fr.json";
import nl from "./messages/nl.json";
import sv from "./messages/sv.json";

/** A sentence by its name. */
export type MessageKey = keyof typeof en;
/** What a sentence may be filled with. */
export type MessageValues = Record<string, string | number>;

/** The complete catalogues. A language stands here, and in the settings, only when nothing is missing. */
export const catalogues = { en, de, fr, nl, sv, es } satisfies Record<string, Record<MessageKey, string>>;
/** A language the window speaks. */
export type WindowLanguage = keyof typeof catalogues;
export const windowLanguages = Object.keys(catalogues) as WindowLanguage[];

/** A run of a sentence: plain, or inside a tag such as `<b>`. */
export interface Part {
  tag: string | null;
  text: string;
}

const made = new Map<string, IntlMessageFormat>();

function format(language: WindowLanguage, key: MessageKey): IntlMessageFormat {
  const name = `${language} ${key}`;
  let found = made.get(name);
  if (found === undefined) {
    found = new IntlMessageFormat(catalogues[language][key], language);
    made.set(name, found);
  }
  return found;
}

/** A sentence in this language. */
export function message(language: WindowLanguage, key: MessageKey, values?: MessageValues): string {
  return String(format(language, key).format(values));
}

/** A sentence in runs, its tags kept apart so that markup can be put around them. */
export function messageParts(
  language: WindowLanguage,
  key: MessageKey,
  tags: readonly string[],
  values: MessageValues = {},
): Part[] {
  const handlers = Object.fromEntries(
    tags.map((tag) => [tag, (chunks: unknown[]): Part => ({ tag, text: chunks.join("") })]),
  );
  const answer = format(language, key).format<Part>({ ...values, ...handlers });
  const runs: (string | Part)[] = Array.isArray(answer) ? answer : [answer];
  return runs.map((run) => (typeof run === "string" ? { tag: null, text: run } : run));
}

/** The first language wished for that the window speaks, else English. */
export function spoken(wished: readonly (string | null | undefined)[]): WindowLanguage {
  for (const wish of wished) {
    const primary = wish?.toLowerCase().split("-")[0];
    const found = windowLanguages.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return "en";
}
