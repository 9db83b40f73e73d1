// The language in use, and everything that is said in it: sentences, dates, numbers, names of
// languages and countries. A switch re-renders what was said; nothing restarts.
import { dateInWords, instantInWords, localDay, type DateStyle } from "./dates";
import type { MessageKey, MessageValues, Part, WindowLanguage } from "./messages";
import { message, messageParts, spoken } from "./messages";

class Words {
  language = $state<WindowLanguage>(spoken(navigator.languages));
}

const words = new Words();

/** The language in use. */
export function language(): WindowLanguage {
  return words.language;
}

/** Changes the language; none means the system's where the window speaks it. */
export function speak(wished: string | null | undefined): void {
  words.language = spoken([wished, ...navigator.languages]);
  document.documentElement.lang = words.language;
}

/** A sentence. */
export function t(key: MessageKey, values?: MessageValues): string {
  return message(words.language, key, values);
}

/** A sentence in runs, for markup around its tags. */
export function tParts(key: MessageKey, tags: readonly string[], values?: MessageValues): Part[] {
  return messageParts(words.language, key, tags, values);
}

/** A date in words. */
export function date(value: string, style: DateStyle = "long"): string {
  return dateInWords(value, words.language, style);
}

/** An instant as a person would say it. */
export function instant(value: string, now?: Date, saysToday = false): string {
  return instantInWords(value, words.language, now, saysToday);
}

/** The day of an instant, in words. */
export function dayOf(value: string): string {
  return date(localDay(value));
}

/** A number with the separators of the language. */
export function number(value: number): string {
  return new Intl.NumberFormat(words.language).format(value);
}

/** A list of names: "a, b and c". */
export function list(items: readonly string[]): string {
  // British lists have no comma before the "and"; so has the catalogue.
  return new Intl.ListFormat(words.language === "en" ? "en-GB" : words.language, {
    type: "conjunction",
  }).format(items);
}

function named(type: "region" | "language", code: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The name of a country by its ISO code. */
export function country(code: string): string {
  return named("region", code, words.language);
}

/** The name of a language, in the language in use or in its own. */
export function languageName(code: string, own = false): string {
  const name = named("language", code, own ? code : words.language);
  return own ? name.charAt(0).toLocaleUpperCase(code) + name.slice(1) : name;
}

/** A `lang` attribute for foreign text; nothing where the text is in the language of the window. */
export function foreign(code: string): string | undefined {
  return code === words.language ? undefined : code;
}

/** Bytes in the unit a person would say. */
export function bytes(value: number): string {
  const mega = value >= 1_000_000;
  return new Intl.NumberFormat(words.language, {
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
    maximumFractionDigits: mega && value < 10_000_000 ? 1 : 0,
  }).format(value / (mega ? 1_000_000 : 1_000));
}
