// What somebody changes about the slides before showing them: which are shown, in which order, with which notes and
// slides of their own. Each change makes another workshop of the one before. Pure.
import type { AddedSlide, Deck, OwnSlide, RecordId, Slide, Workshop } from "./bindings";

const without = (all: readonly string[], one: string) => all.filter((other) => other !== one);

/** A slide is shown, or not. */
export function shown(workshop: Workshop, slide: Slide, wanted: boolean): Workshop {
  const { key } = slide;
  return wanted
    ? {
        ...workshop,
        hidden: without(workshop.hidden, key),
        // What waits hidden by itself is shown only when it is asked for by name.
        shown: slide.spare ? [...without(workshop.shown, key), key] : workshop.shown,
      }
    : { ...workshop, hidden: [...without(workshop.hidden, key), key], shown: without(workshop.shown, key) };
}

/** All of these slides are shown. */
export function allShown(workshop: Workshop, slides: readonly Slide[]): Workshop {
  const hidden = slides.filter((slide) => slide.hidden);
  return hidden.reduce((now, slide) => shown(now, slide, true), workshop);
}

/** Of these slides those are shown that are by themselves. */
export function asProposed(workshop: Workshop, slides: readonly Slide[]): Workshop {
  const keys = new Set(slides.map((slide) => slide.key));
  const others = (all: readonly string[]) => all.filter((key) => !keys.has(key));
  return { ...workshop, hidden: others(workshop.hidden), shown: others(workshop.shown) };
}

/** The place a slide would go to by a step; none where its item begins or ends there. */
export function placeAfter(deck: Deck, at: number, step: -1 | 1): number | null {
  const [slide, other] = [deck.slides[at], deck.slides[at + step]];
  return slide === undefined || other?.item !== slide.item ? null : at + step;
}

/** A slide goes one step towards the beginning or the end of its item. */
export function moved(workshop: Workshop, deck: Deck, at: number, step: -1 | 1): Workshop {
  const to = placeAfter(deck, at, step);
  if (to === null) return workshop;
  const order = deck.slides.map((slide) => slide.key);
  const [key] = order.splice(at, 1);
  if (key !== undefined) order.splice(to, 0, key);
  return { ...workshop, order };
}

/** Own notes take the place of the record's; empty ones give it back. */
export function noted(workshop: Workshop, key: string, text: string): Workshop {
  const notes = Object.fromEntries(Object.entries(workshop.own_notes).filter(([one]) => one !== key));
  return { ...workshop, own_notes: text.trim() === "" ? notes : { ...notes, [key]: text } };
}

/** A slide of one's own at the end of the first item. */
export function added(workshop: Workshop, id: string, slide: OwnSlide): Workshop {
  return inFirst(workshop, (all) => [...all, { id, slide }]);
}

/** Another text or picture on a slide of one's own. */
export function rewritten(workshop: Workshop, id: string, slide: OwnSlide): Workshop {
  return inFirst(workshop, (all) => all.map((one) => (one.id === id ? { id, slide } : one)));
}

/** A slide of one's own goes. */
export function removed(workshop: Workshop, id: string): Workshop {
  return inFirst(workshop, (all) => all.filter((one) => one.id !== id));
}

/** The slides of one's own. */
export function ownSlides(workshop: Workshop): AddedSlide[] {
  return workshop.items[0]?.added ?? [];
}

function inFirst(workshop: Workshop, change: (all: AddedSlide[]) => AddedSlide[]): Workshop {
  const [first, ...others] = workshop.items;
  if (first === undefined) return workshop;
  return { ...workshop, items: [{ ...first, added: change(first.added) }, ...others] };
}

/** A practitioners' paragraph is taken, or left out again. */
export function chosen(workshop: Workshop, record: RecordId, anchor: string, wanted: boolean): Workshop {
  const others = workshop.chosen.filter((one) => one.record !== record || one.anchor !== anchor);
  return { ...workshop, chosen: wanted ? [...others, { record, anchor }] : others };
}
