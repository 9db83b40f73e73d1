// An agenda while it is being made: what is added, moved, hidden and taken out again, and when each item has its turn.
// Pure: every change is a new workshop, so that what was before can be had back.
import type {
  AgendaItem,
  Deck,
  ItemId,
  Matter,
  OwnSlide,
  RecordId,
  Slide,
  SlideKey,
  Workshop,
} from "./bindings";

/** What a workshop may hold, as the program checks it once more. */
export const most = { line: 500, text: 20_000, items: 60, added: 40, questions: 12, minutes: 600 } as const;

/** How many cities a comparison is of. */
export const compared = { least: 2, most: 3 } as const;

/** An item that shows this. */
export function itemOf(id: ItemId, matter: Matter, minutes: number | null = null): AgendaItem {
  return { id, minutes, matter, added: [], taken: "" };
}

/** Something of one's own with nothing in it yet; an image is none before there is one. */
export function emptySlide(kind: "text" | "link" | "discussion"): OwnSlide {
  switch (kind) {
    case "text":
      return { kind, title: "", text: "" };
    case "link":
      return { kind, title: "", url: "" };
    case "discussion":
      return { kind, title: "", questions: [] };
  }
}

/** These minutes spread over so many items: whole minutes, the first ones longer, each at least one. */
export function spread(minutes: number, over: number): number[] {
  const short = Math.floor(minutes / over);
  const longer = minutes - short * over;
  return Array.from({ length: over }, (_, i) => Math.max(1, short + (i < longer ? 1 : 0)));
}

/** The records one after another and, if wished, side by side at the end, within these minutes. */
export function itemsFor(
  records: readonly RecordId[],
  { minutes, compare }: { minutes: number | null; compare: boolean },
  name: () => ItemId,
): AgendaItem[] {
  const matters: Matter[] = records.map((record) => ({ kind: "case", record }));
  if (compare) matters.push({ kind: "comparison", records: [...records] });
  const shares = minutes === null ? [] : spread(minutes, matters.length);
  return matters.map((matter, i) => itemOf(name(), matter, shares[i] ?? null));
}

/** The workshop with this item as it is now. */
export function withItem(workshop: Workshop, item: AgendaItem): Workshop {
  return { ...workshop, items: workshop.items.map((one) => (one.id === item.id ? item : one)) };
}

/** The item moved by so many places; the same workshop where it cannot. */
export function movedItem(workshop: Workshop, id: ItemId, by: number): Workshop {
  const items = moved(
    workshop.items,
    workshop.items.findIndex((item) => item.id === id),
    by,
  );
  return items === null ? workshop : { ...workshop, items };
}

/** What was taken out with an item, to be put back. */
export interface Removal {
  item: AgendaItem;
  at: number;
  hidden: SlideKey[];
  shown: SlideKey[];
  order: SlideKey[];
  notes: Record<SlideKey, string>;
  chosen: Workshop["chosen"];
}

const isOf = (id: ItemId) => (key: SlideKey) => key.startsWith(`${id}/`);
const isNotOf = (id: ItemId) => (key: SlideKey) => !key.startsWith(`${id}/`);

/** The records an item shows. */
export function recordsOf(matter: Matter): RecordId[] {
  if (matter.kind === "case") return [matter.record];
  return matter.kind === "comparison" ? matter.records : [];
}

/** The workshop without an item and all that was said of its slides; and what was taken out. */
export function withoutItem(workshop: Workshop, id: ItemId): { workshop: Workshop; removal: Removal } | null {
  const at = workshop.items.findIndex((item) => item.id === id);
  const item = workshop.items[at];
  if (item === undefined) return null;
  const items = workshop.items.filter((one) => one.id !== id);
  const shown = new Set(items.flatMap((one) => recordsOf(one.matter)));
  const notes = Object.entries(workshop.own_notes);
  return {
    workshop: {
      ...workshop,
      items,
      hidden: workshop.hidden.filter(isNotOf(id)),
      shown: workshop.shown.filter(isNotOf(id)),
      order: workshop.order.filter(isNotOf(id)),
      own_notes: Object.fromEntries(notes.filter(([key]) => isNotOf(id)(key))),
      // What was chosen of a record goes with the last item that shows it.
      chosen: workshop.chosen.filter((one) => shown.has(one.record)),
    },
    removal: {
      item,
      at,
      hidden: workshop.hidden.filter(isOf(id)),
      shown: workshop.shown.filter(isOf(id)),
      order: workshop.order.filter(isOf(id)),
      notes: Object.fromEntries(notes.filter(([key]) => isOf(id)(key))),
      chosen: workshop.chosen.filter((one) => !shown.has(one.record)),
    },
  };
}

/** The workshop with what was taken out back in its place. */
export function restored(workshop: Workshop, removal: Removal): Workshop {
  if (workshop.items.some((item) => item.id === removal.item.id)) return workshop;
  return {
    ...workshop,
    items: workshop.items.toSpliced(removal.at, 0, removal.item),
    hidden: [...workshop.hidden, ...removal.hidden],
    shown: [...workshop.shown, ...removal.shown],
    order: [...workshop.order, ...removal.order],
    own_notes: { ...workshop.own_notes, ...removal.notes },
    chosen: [
      ...workshop.chosen,
      ...removal.chosen.filter((one) => !hasChosen(workshop, one.record, one.anchor)),
    ],
  };
}

/** The slides of an item, in their order. */
export function slidesOf(deck: Deck, id: ItemId): Slide[] {
  return deck.slides.filter((slide) => slide.item === id);
}

/** The slide shown, or left out. */
export function withSlide(workshop: Workshop, slide: Pick<Slide, "key" | "spare">, shows: boolean): Workshop {
  const others = (keys: readonly SlideKey[]) => keys.filter((key) => key !== slide.key);
  // What waits hidden by itself is named where it is shown; everything else where it is hidden.
  return {
    ...workshop,
    shown: slide.spare && shows ? [...others(workshop.shown), slide.key] : others(workshop.shown),
    hidden: !slide.spare && !shows ? [...others(workshop.hidden), slide.key] : others(workshop.hidden),
  };
}

/** A slide moved among those of its item; the same workshop where it cannot. */
export function movedSlide(workshop: Workshop, deck: Deck, slide: Slide, by: number): Workshop {
  const keys = slidesOf(deck, slide.item).map((one) => one.key);
  const order = moved(keys, keys.indexOf(slide.key), by);
  if (order === null) return workshop;
  return { ...workshop, order: [...workshop.order.filter(isNotOf(slide.item)), ...order] };
}

/** What to say with a slide; nothing gives it back to the record. */
export function withNote(workshop: Workshop, key: SlideKey, text: string): Workshop {
  const others = Object.entries(workshop.own_notes).filter(([one]) => one !== key);
  const own = text.trim() === "" ? others : [...others, [key, text] as const];
  return { ...workshop, own_notes: Object.fromEntries(own) };
}

/** Whether this paragraph of the practitioner's depth was chosen. */
export function hasChosen(workshop: Workshop, record: RecordId, anchor: string): boolean {
  return workshop.chosen.some((one) => one.record === record && one.anchor === anchor);
}

/** A paragraph of the practitioner's depth chosen, or left out. */
export function withChosen(workshop: Workshop, record: RecordId, anchor: string, takes: boolean): Workshop {
  const others = workshop.chosen.filter((one) => one.record !== record || one.anchor !== anchor);
  return { ...workshop, chosen: takes ? [...others, { record, anchor }] : others };
}

/** All of a workshop but what the room said, to be compared with another. */
export function withoutRoom(workshop: Workshop): string {
  const items = workshop.items.map((item) => ({ ...item, taken: "" }));
  return JSON.stringify({ ...workshop, changed_at: "", items });
}

/** What is on the desk with the notes that were taken down elsewhere meanwhile, such as while presenting; nothing where
 * more than that was changed elsewhere. `base` is what both began with. */
export function withTaken(ours: Workshop, base: Workshop, theirs: Workshop): Workshop | null {
  if (withoutRoom(base) !== withoutRoom(theirs)) return null;
  const taken = (workshop: Workshop, id: ItemId) =>
    workshop.items.find((item) => item.id === id)?.taken ?? "";
  const items = ours.items.map((item) => {
    const [before, there] = [taken(base, item.id), taken(theirs, item.id)];
    if (there === before || there === item.taken) return item;
    // Where both wrote, both are kept.
    const both = item.taken === before ? there : `${item.taken}\n\n${there}`;
    return { ...item, taken: both.slice(0, most.text) };
  });
  return { ...ours, items, changed_at: theirs.changed_at };
}

/** Minutes as they are typed: whole ones; nothing where none is planned. */
export function minutesIn(typed: string): number | null {
  const minutes = Math.round(Number(typed));
  if (typed.trim() === "" || !Number.isFinite(minutes) || minutes < 1) return null;
  return Math.min(minutes, most.minutes);
}

/** A time of day as people type it, as `HH:MM`; nothing where it is none, or not yet one. */
export function timeIn(typed: string): string | null {
  const match = /^(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?$/.exec(typed.trim());
  const [hour, minute] = [Number(match?.[1]), Number(match?.[2] ?? 0)];
  if (match === null || hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** The minutes of all items together. */
export function minutesOf(workshop: Workshop): number {
  return workshop.items.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
}

/** When an item has its turn, in minutes since the beginning. */
export interface Turn {
  from: number;
  to: number;
}

/** When each item has its turn, in their order. */
export function turnsOf(workshop: Workshop): Turn[] {
  let now = 0;
  return workshop.items.map((item) => {
    const from = now;
    now += item.minutes ?? 0;
    return { from, to: now };
  });
}

/** So many minutes after a time of day, as `HH:MM`; without one, since the beginning, as `H:MM`. */
export function clock(begins: string | null | undefined, minutes: number): string {
  const two = (part: number) => String(part).padStart(2, "0");
  const match = /^(\d{2}):(\d{2})$/.exec(begins ?? "");
  if (match === null) return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  const since = Number(match[1]) * 60 + Number(match[2]) + minutes;
  return `${two(Math.floor(since / 60) % 24)}:${two(since % 60)}`;
}

/** Whether a link can be opened: an address of the web. One that is not written yet is no fault. */
export function isWebAddress(url: string): boolean {
  if (url.trim() === "") return true;
  try {
    return ["http:", "https:"].includes(new URL(url.trim()).protocol);
  } catch {
    return false;
  }
}

/** Questions as they are typed, one a line. */
export function questionsIn(typed: string): string[] {
  const lines = typed.split("\n").map((line) => line.trim());
  return lines
    .filter((line) => line !== "")
    .map((line) => line.slice(0, most.line))
    .slice(0, most.questions);
}

/** The slides again, those that are as before being the very same: nothing is drawn anew without need. */
export function sameWhereAlike(before: Deck | null, now: Deck): Deck {
  if (before === null) return now;
  const known = new Map(before.slides.map((slide) => [slide.key, slide]));
  const slides = now.slides.map((slide) => {
    const old = known.get(slide.key);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(slide) ? old : slide;
  });
  return { ...now, slides };
}

function moved<T>(list: readonly T[], from: number, by: number): T[] | null {
  const to = from + by;
  const one = list[from];
  if (from < 0 || one === undefined || to < 0 || to >= list.length) return null;
  return list.toSpliced(from, 1).toSpliced(to, 0, one);
}
