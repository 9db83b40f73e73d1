// Words as a hand types them: without accents and capitals, ß as ss, so that "stadte" finds "Städte". Pure.

/** A text folded for comparison. */
export function folded(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/ø/g, "o")
    .replace(/æ/g, "ae")
    .trim();
}

/** Whether the letters of `part` stand in `whole` in this order. */
function inOrder(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) {
    at = whole.indexOf(letter, at);
    if (at < 0) return false;
    at += 1;
  }
  return true;
}

/** How well a typed word fits one text, lower is better; none when it does not. */
function fit(word: string, whole: string): number | null {
  const words = whole.split(/[^\p{L}\p{N}]+/u);
  if (words[0]?.startsWith(word) === true) return 0;
  if (words.some((one) => one.startsWith(word))) return 1;
  if (whole.includes(word)) return 2;
  // Three letters at least: two in any order fit almost everything.
  return word.length >= 3 && inOrder(word, whole.replace(/\s+/g, "")) ? 4 : null;
}

/** Those that fit every word typed, the best first, equals in their order. Nothing typed fits all. */
export function fitting<T>(items: readonly T[], typed: string, text: (item: T) => string): T[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  return items
    .map((item) => {
      const whole = folded(text(item));
      let sum = 0;
      for (const word of words) {
        const how = fit(word, whole);
        if (how === null) return null;
        sum += how;
      }
      return { item, sum };
    })
    .filter((one) => one !== null)
    .sort((a, b) => a.sum - b.sum)
    .map(({ item }) => item);
}
