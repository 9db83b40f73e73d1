// How strong the weakest of some sources is: a chain is as strong as that. Pure.
import type { Confidence, Source } from "./bindings";

const strength: Readonly<Record<Confidence, number>> = {
  contested: 0,
  single: 1,
  established: 2,
  confirmed: 3,
};

/** The weakest confidence among some sources; none where there are none. */
export function weakestOf(sources: readonly Pick<Source, "confidence">[]): Confidence | null {
  const sorted = sources.map((one) => one.confidence).sort((a, b) => strength[a] - strength[b]);
  return sorted[0] ?? null;
}
