// Names in the order of a language and under its letters: in Swedish Å is a letter of its own, in German Ä
// stands with A. The collation of the language decides, not a table of ours. Pure.

/** Letters beyond A to Z that a language counts as its own. */
const own: Readonly<Record<string, string>> = { sv: "ÅÄÖ", es: "Ñ" };

/** Where names go that begin with no letter. */
export const otherLetter = "#";

/** The letters of a language, in its order. */
export function lettersOf(language: string): string[] {
  const { compare } = new Intl.Collator(language);
  return [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ", ...(own[language] ?? "")].sort(compare);
}

/** The letter a name stands under. */
export function letterOf(name: string, language: string, letters = lettersOf(language)): string {
  const first = [...name.replace(/^[^\p{L}\p{N}]+/u, "")][0] ?? "";
  const { compare } = new Intl.Collator(language, { sensitivity: "base" });
  const plain = first.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase();
  return (
    letters.find((letter) => compare(letter, first) === 0) ??
    letters.find((letter) => letter === plain) ??
    otherLetter
  );
}

/** Some names under a letter. */
export interface LetterGroup<T> {
  letter: string;
  items: T[];
}

/** Everything sorted by name as the language sorts. */
export function byName<T>(items: readonly T[], name: (item: T) => string, language: string): T[] {
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...items].sort((a, b) => compare(name(a), name(b)));
}

/** Names under their letters, in the order of the language; what begins with no letter stands first. */
export function byLetter<T>(
  items: readonly T[],
  name: (item: T) => string,
  language: string,
): LetterGroup<T>[] {
  const letters = lettersOf(language);
  const groups = new Map<string, T[]>();
  for (const item of byName(items, name, language)) {
    const letter = letterOf(name(item), language, letters);
    groups.set(letter, [...(groups.get(letter) ?? []), item]);
  }
  return [otherLetter, ...letters].flatMap((letter) => {
    const under = groups.get(letter);
    return under === undefined ? [] : [{ letter, items: under }];
  });
}

/** The neighbours of one in a sorted list. */
export function neighbours<T>(
  sorted: readonly T[],
  is: (item: T) => boolean,
): { before: T | null; after: T | null } {
  const at = sorted.findIndex(is);
  return at < 0
    ? { before: null, after: null }
    : { before: sorted[at - 1] ?? null, after: sorted[at + 1] ?? null };
}
