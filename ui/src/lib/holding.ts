// Content that is replaced while it is being read: the line in view stays where it is. WebKit has no scroll
// anchoring of its own.
import { tick } from "svelte";

/** Changes what a scrolling element holds; the first part in view that is still there afterwards keeps its place. */
export async function holding(scroller: HTMLElement | null, change: () => void): Promise<void> {
  const parts = scroller === null ? [] : inView(scroller);
  change();
  await tick();
  if (scroller === null) return;
  const held = parts.find(({ element }) => element.isConnected);
  if (held !== undefined) scroller.scrollTop += held.element.getBoundingClientRect().top - held.top;
}

/** The parts with an id of their own that begin in view, from the top; then the one that fills it. */
function inView(scroller: HTMLElement): { element: Element; top: number }[] {
  const frame = scroller.getBoundingClientRect();
  const parts = [...scroller.querySelectorAll("[id]")].map((element) => ({
    element,
    top: element.getBoundingClientRect().top,
  }));
  const beginning = parts.filter(({ top }) => top >= frame.top && top < frame.bottom);
  const filling = parts.findLast(({ top }) => top < frame.top);
  return filling === undefined ? beginning : [...beginning, filling];
}
