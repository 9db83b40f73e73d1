// The code of an invitation as it is typed: shown in groups, whatever was typed or pasted. Whether it can be one, the
// program knows. Pure.

/** How many letters and digits a code has. */
export const codeLength = 21;
const group = 5;

/** The letters and digits of what was typed, in capitals; spaces and dashes do not count. */
export function charactersOf(typed: string): string {
  return typed.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** The same in groups, as it stands in the invitation. */
export function grouped(typed: string): string {
  return (charactersOf(typed).match(new RegExp(`.{1,${group}}`, "gu")) ?? []).join("-");
}

/** Where the caret stands in the groups when so many letters and digits stand before it. */
export function caretAfter(characters: number, shown: string): number {
  let passed = 0;
  for (let at = 0; at < shown.length; at += 1) {
    if (passed === characters) return at;
    if (shown[at] !== "-") passed += 1;
  }
  return shown.length;
}
