// What the parts of a record share about its sources: their numbers, and the way from a citation to its
// source and back. Set by the Reader, taken by whatever cites.
import { createContext } from "svelte";
import type { Confidence } from "./bindings";
import type { Numbered } from "./reading";
import { weakestOf } from "./strength";

/** The sources of the record that is open. */
export interface Sources {
  numbers: Map<string, Numbered>;
  /** Moves the focus back to the citation that led to a source. */
  back: () => void;
}

export const [getSources, setSources] = createContext<() => Sources>();

/** The weakest confidence among some sources of the open record. */
export function weakest(sources: readonly Numbered[]): Confidence | null {
  return weakestOf(sources.map((one) => one.source));
}
