// What syncs brought, as it is told: what is gone since, and how many of each. Pure.
import type { News, NewsItem, RecordId } from "./bindings";

/** What can become of a record, in the order it is told. */
export const changes = ["added", "changed", "withdrawn"] as const;
export type Change = (typeof changes)[number];

/** How much a sync brought in all. */
export function total(news: News): number {
  return changes.reduce((sum, change) => sum + news[change].length, 0);
}

/** The records that are gone, each with the sync that took it last; newer syncs come first. */
export function gone(all: readonly News[]): Map<RecordId, { item: NewsItem; at: string | null }> {
  const there = new Set<RecordId>();
  const found = new Map<RecordId, { item: NewsItem; at: string | null }>();
  for (const news of all) {
    for (const item of [...news.added, ...news.changed]) if (!found.has(item.id)) there.add(item.id);
    for (const item of news.withdrawn) {
      if (!there.has(item.id) && !found.has(item.id)) found.set(item.id, { item, at: news.at });
    }
  }
  return found;
}

/** The first few of a sync for a short list: a share of each change, so that none hides another. */
export function firstFew(news: News, most: number): { change: Change; item: NewsItem }[] {
  const taken: Record<Change, number> = { added: 0, changed: 0, withdrawn: 0 };
  let left = most;
  for (let round = 0; left > 0 && round < most; round += 1) {
    for (const change of changes) {
      if (left > 0 && round < news[change].length) {
        taken[change] += 1;
        left -= 1;
      }
    }
  }
  return changes.flatMap((change) => news[change].slice(0, taken[change]).map((item) => ({ change, item })));
}
