// Dates as precise as their source has them: a year, a month or a day, in the reader's language.
import type { PartialDate } from "./bindings";

/** How much room a date has. */
export type DateStyle = "long" | "short";

/** A partial date in words: `2015`, `June 2015`, `15 June 2015`. What is no date is given back as it is. */
export function dateInWords(date: PartialDate, language: string, style: DateStyle = "long"): string {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(date);
  if (match === null) return date;
  const [, year, month, day] = match;
  if (month === undefined) return String(year);
  const when = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day ?? "1")));
  // British order reads the same everywhere in Europe; the catalogue's English is British too.
  const words = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    year: "numeric",
    month: style,
    timeZone: "UTC",
    ...(day === undefined ? {} : { day: "numeric" }),
  }).format(when);
  // French writes the first of a month as an ordinal; Intl knows that only in its own long style.
  return language === "fr" && day === "01" ? words.replace(/^1(?=\s)/, "1er") : words;
}

/** The oldest and the newest of some dates, where there are any. */
export function span(
  dates: readonly (PartialDate | null)[],
): { oldest: PartialDate; newest: PartialDate } | null {
  const known = dates.filter((date) => date !== null).sort();
  const oldest = known[0];
  const newest = known.at(-1);
  return oldest === undefined || newest === undefined ? null : { oldest, newest };
}

/** An instant as a person would say it: `08:05` today, `yesterday, 16:42`, `17 Nov, 16:42`. What is none is
 * given back as it is. */
export function instantInWords(
  instant: string,
  language: string,
  now: Date = new Date(),
  saysToday = false,
): string {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  const locale = language === "en" ? "en-GB" : language;
  const time = new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(when);
  const day = dayInWords(when, locale, now, saysToday);
  return day === null ? time : `${day}, ${time}`;
}

/** The day of an instant beside today's: none for today itself where that goes without saying. */
function dayInWords(when: Date, locale: string, now: Date, saysToday: boolean): string | null {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const days = Math.round((midnight(now) - midnight(when)) / 86_400_000);
  if (days === 0 && !saysToday) return null;
  if (days === 0 || days === 1) {
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-days, "day");
  }
  const sameYear = when.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    ...(sameYear ? {} : { year: "numeric" }),
  }).format(when);
}

/** The day of an instant where the reader is, as a date. What is none is given back as it is. */
export function localDay(instant: string): PartialDate {
  const when = new Date(instant);
  if (Number.isNaN(when.getTime())) return instant;
  const two = (part: number) => String(part).padStart(2, "0");
  return `${when.getFullYear()}-${two(when.getMonth() + 1)}-${two(when.getDate())}`;
}

/** This instant. */
export function thisInstant(): string {
  return new Date().toISOString();
}
