// What the parts of a record share about its sources: their numbers, and the way from a citation to its
// source and back. Set by the Reader, taken by whatever cites.
import { createContext } from "svelte";
import type { Confidence } from "./bindings";
import type { Numbered } from "./reading";

/** The sources of the record that is open. */
export interface Sources {
  numbers: Map<string, Numbered>;
  /** Moves the focus back to the citation that led to a source. */
  back: () => void;
}

export const [getSources, setSources] = createContext<() => Sources>();

const strength: Readonly<Record<Confidence, number>> = {
  contested: 0,
  single: 1,
  established: 2,
  confirmed: 3,
};

/** The weakest confidence among some sources: a chain is as strong as that. */
export function weakest(sources: readonly Numbered[]): Confidence | null {
  const sorted = sources.map((one) => one.source.confidence).sort((a, b) => strength[a] - strength[b]);
  return sorted[0] ?? null;
}
