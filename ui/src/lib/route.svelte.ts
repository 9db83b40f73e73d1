// Where the window is and how it got there: one entry of the browser's history per place, each with its
// scroll positions and its focus, so that going back is going back to the very same spot.
import { api } from "./api";
import { flushSync, tick } from "svelte";
import type { Attachment } from "svelte/attachments";
import { address, parse, type Place } from "./address";

/** How the present place was reached; decides focus and scroll. */
export type Arrival = "start" | "go" | "return" | "stay";

interface Memory {
  scroll: Record<string, number>;
  focus: string | null;
}

// Plain maps on purpose: nothing on the screen is made from them.
/* eslint-disable svelte/prefer-svelte-reactivity */
const memories = new Map<number, Memory>();
const scrollers = new Map<string, HTMLElement>();
/* eslint-enable svelte/prefer-svelte-reactivity */

function indexOf(state: unknown): number | null {
  const found = typeof state === "object" && state !== null && "index" in state ? state.index : null;
  return typeof found === "number" ? found : null;
}

class Route {
  /** Where the window is. */
  place = $state.raw<Place>(parse(location.hash));
  /** Counts arrivals, so that screens notice each one. */
  visit = $state(0);
  /** How the present place was reached. */
  arrival: Arrival = "start";
  /** The place one step back, as far as this session knows. */
  before = $state.raw<Place | null>(null);
  #index = $state(indexOf(history.state) ?? 0);
  #last = $state(indexOf(history.state) ?? 0);
  #places = new Map<number, Place>();

  constructor() {
    history.replaceState({ index: this.#index }, "", address(this.place));
    this.#places.set(this.#index, this.place);
    addEventListener("popstate", (event) => this.#travelled(event));
  }

  get canGoBack(): boolean {
    return this.#index > 0;
  }

  get canGoForward(): boolean {
    return this.#index < this.#last;
  }

  back(): void {
    if (this.canGoBack) history.back();
  }

  forward(): void {
    if (this.canGoForward) history.forward();
  }

  /** Goes to a place; `replace` keeps the entry, and with it focus and scroll, as for every letter typed, unless
   * `stay` says otherwise. */
  go(to: Place | string, how: { replace?: boolean; stay?: boolean } = {}): void {
    const place = typeof to === "string" ? parse(to) : to;
    const hash = address(place);
    if (hash === address(this.place) && how.replace !== true) {
      // The same address again: arrive once more, so that a link to this page scrolls to its top.
      this.#arrive(place, "go");
      return;
    }
    if (how.replace === true) {
      history.replaceState({ index: this.#index }, "", hash);
    } else {
      this.#remember();
      this.#index += 1;
      this.#last = this.#index;
      for (const index of memories.keys()) if (index >= this.#index) memories.delete(index);
      history.pushState({ index: this.#index }, "", hash);
    }
    this.#places.set(this.#index, place);
    this.#arrive(place, (how.stay ?? how.replace === true) ? "stay" : "go");
  }

  #arrive(place: Place, arrival: Arrival): void {
    this.place = place;
    this.arrival = arrival;
    this.before = this.#places.get(this.#index - 1) ?? null;
    this.visit += 1;
    flushSync();
  }

  #travelled(event: PopStateEvent): void {
    this.#remember();
    const place = parse(location.hash);
    const index = indexOf(event.state);
    if (index === null) {
      // An address typed by hand or set by a test: a new entry like any other.
      this.#index += 1;
      this.#last = this.#index;
      memories.delete(this.#index);
      history.replaceState({ index: this.#index }, "", address(place));
      this.#places.set(this.#index, place);
      this.#arrive(place, "go");
      return;
    }
    this.#index = index;
    this.#last = Math.max(this.#last, index);
    this.#places.set(index, place);
    this.#arrive(place, "return");
  }

  #remember(): void {
    const scroll: Record<string, number> = {};
    for (const [name, element] of scrollers) scroll[name] = element.scrollTop;
    memories.set(this.#index, { scroll, focus: traceOf(document.activeElement) });
  }

  /** Once a screen has its content: puts scroll and focus where they belong. */
  async settle(heading: () => HTMLElement | null): Promise<void> {
    await tick();
    const memory = this.arrival === "return" ? memories.get(this.#index) : undefined;
    if (memory !== undefined) {
      const before = memory.focus === null ? null : document.querySelector<HTMLElement>(memory.focus);
      (before ?? heading())?.focus({ preventScroll: true });
      for (const [name, element] of scrollers) element.scrollTop = memory.scroll[name] ?? 0;
    } else if (this.arrival !== "stay") {
      for (const element of scrollers.values()) element.scrollTop = 0;
      heading()?.focus({ preventScroll: true });
    }
    if (document.documentElement.dataset.ready === "true") return;
    document.documentElement.dataset.ready = "true";
    // For the log of the start alone; it does no harm where there is no program to keep one.
    requestAnimationFrame(() => void api.painted().catch(() => undefined));
  }
}

/** A selector that finds this element again after its screen was built anew. */
function traceOf(element: Element | null): string | null {
  if (element === null || element === document.body) return null;
  if (element.id !== "") return `#${CSS.escape(element.id)}`;
  const focusName = element.getAttribute("data-focus");
  if (focusName !== null) return `[data-focus="${CSS.escape(focusName)}"]`;
  const href = element.getAttribute("href");
  return href === null ? null : `main a[href="${CSS.escape(href)}"]`;
}

/** Marks a scrolling element whose position belongs to the history entry. */
export function kept(name: string): Attachment<HTMLElement> {
  return (element) => {
    scrollers.set(name, element);
    return () => {
      if (scrollers.get(name) === element) scrollers.delete(name);
    };
  };
}

export const route = new Route();

/** For a screen: settles each arrival once its content stands. Call while the screen is being set up. */
export function settling(ready: () => boolean, heading: () => HTMLElement | null): void {
  let settled = -1;
  $effect(() => {
    const visit = route.visit;
    if (!ready() || visit === settled) return;
    settled = visit;
    void route.settle(heading);
  });
}
