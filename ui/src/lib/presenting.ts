// How a presentation stands beside its plan: which item is being shown, how long it was meant to last until now,
// and a time as a clock shows it. Pure.
import type { AgendaLine, Deck, Slide } from "./bindings";

/** An item of the agenda as the presenter sees it. */
export interface PlannedItem {
  line: AgendaLine;
  /** The place of its first shown slide among the shown ones; none where it shows none. */
  at: number | null;
  standing: "done" | "now" | "ahead";
}

/** The agenda, with where one is in it. */
export function agendaOf(deck: Deck, slides: readonly Slide[], at: number): PlannedItem[] {
  const here = slides[at]?.item;
  const now = deck.agenda.findIndex((line) => line.item === here);
  return deck.agenda.map((line, i) => {
    const first = slides.findIndex((slide) => slide.item === line.item);
    const standing = i === now ? "now" : i < now ? "done" : "ahead";
    return { line, at: first < 0 ? null : first, standing };
  });
}

/** The plan: minutes in all, and the window of minutes in which the present slide is on time. */
export interface Plan {
  minutes: number;
  from: number;
  to: number;
}

/** What the agenda plans for this slide; none where nothing is planned. Within an item its slides share its time. */
export function planOf(deck: Deck, slides: readonly Slide[], at: number): Plan | null {
  const minutes = deck.agenda.reduce((sum, line) => sum + (line.minutes ?? 0), 0);
  const slide = slides[at];
  if (minutes === 0 || slide === undefined) return null;
  let before = 0;
  for (const line of deck.agenda) {
    const planned = line.minutes ?? 0;
    if (line.item !== slide.item) {
      before += planned;
      continue;
    }
    const own = slides.filter((one) => one.item === line.item);
    const share = planned / own.length;
    const place = own.indexOf(slide);
    return { minutes, from: before + share * place, to: before + share * (place + 1) };
  }
  return null;
}

/** Whether one is on time, and by how many whole minutes one is not. */
export function punctuality(
  plan: Plan,
  elapsedMs: number,
): { is: "on_time" | "ahead" | "behind"; by: number } {
  const minutes = elapsedMs / 60_000;
  const [early, late] = [Math.floor(plan.from - minutes), Math.floor(minutes - plan.to)];
  if (late >= 1) return { is: "behind", by: late };
  if (early >= 1) return { is: "ahead", by: early };
  return { is: "on_time", by: 0 };
}

/** `06:32`, and with hours `1:06:32`. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
}

/** By how much text may grow at each step that the presenter chose, from the smallest step to the largest. */
const limits = [1, 1.2, 1.65, 1.8, 1.95, 2.1, 2.5];
/** The sizes that are tried, against the size that is read from the last row. */
export const sizesTried = [
  2.5, 2.3, 2.1, 1.95, 1.8, 1.65, 1.5, 1.4, 1.3, 1.2, 1.12, 1.06, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65,
  0.6, 0.55, 0.5,
] as const;

/** The largest size at which a slide fits, up to what the chosen step allows. What fits at one size fits at every
 * smaller one, so few are tried. */
export function fittingSize(step: number, fits: (size: number) => boolean): number {
  const limit = limits[Math.min(limits.length - 1, Math.max(0, step + 2))] ?? 1;
  const tried = sizesTried.filter((size) => size <= limit);
  let [low, high] = [0, tried.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(tried[middle] ?? 1)) high = middle;
    else low = middle + 1;
  }
  return tried[high] ?? 1;
}
