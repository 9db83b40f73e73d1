// Tooltips made from the key table: the name of a control and, in brackets, its keys.
import { combinations, keyNames, type Action } from "./keys";
import { t } from "./words.svelte";

/** "Back (Alt ←)". */
export function tip(action: Action, name: string): string {
  const first = combinations(action)[0];
  return first === undefined ? name : `${name} (${keyNames(first, t).join(" ")})`;
}
