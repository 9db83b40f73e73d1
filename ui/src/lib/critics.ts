// Who criticises a city, and where its text tells what they say. Pure.
import type { Block, Source } from "./bindings";

/** A source that speaks as a critic, with the first paragraph that cites it; none where only a field does. */
export interface Critic {
  source: Source;
  anchor: string | null;
}

/** The critical sources, the newest first; those without a date stand last. */
export function criticsOf(sources: readonly Source[], blocks: readonly Block[]): Critic[] {
  return sources
    .filter((source) => source.stance === "critical")
    .map((source) => ({
      source,
      anchor: blocks.find((block) => block.sources.includes(source.id))?.anchor ?? null,
    }))
    .sort((a, b) => {
      const [one, other] = [a.source.as_of ?? "", b.source.as_of ?? ""];
      return one === other ? 0 : one < other ? 1 : -1;
    });
}
