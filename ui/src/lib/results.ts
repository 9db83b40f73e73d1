// What a result leads to and how its passages are named. Pure.
import { recordAddress } from "./address";
import type { FacetCounts, Hit, Passage } from "./bindings";
import { ordinalOf } from "./reading";

/** Where a result opens: at its best paragraph. */
export function hitAddress(hit: Hit, query: string): string {
  const best = hit.passages.find((passage) => passage.anchor !== null);
  return recordAddress(hit.id, best?.anchor ?? null, query);
}

/** Where a passage opens. */
export function passageAddress(hit: Hit, passage: Passage, query: string): string {
  return recordAddress(hit.id, passage.anchor, query);
}

/** The number of the paragraph, for "Structures, ¶ 2"; none for the summary. */
export function passageNumber(passage: Passage): number | null {
  return passage.anchor === null ? null : ordinalOf(passage.anchor);
}

/** Whether a group counts depths where there is but one: without a membership there is nothing to tell. */
export function isOneDepth({ group, values }: FacetCounts): boolean {
  return group === "layer" && values.every((value) => value.value === "general" && !value.selected);
}
