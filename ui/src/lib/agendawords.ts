// What an item of the agenda and a slide are called.
import type { AgendaLine, Deck, Slide } from "./bindings";
import { message, spoken } from "./messages";

/** What an item is called: the titles of what it shows, else the part it begins with. */
export function itemName(line: AgendaLine | undefined, language: string): string {
  if (line === undefined) return "";
  const titles = line.titles.map((title) => title.text).filter((text) => text !== "");
  return titles.length > 0 ? titles.join(", ") : message(spoken([language]), `slides.part.${line.part}`);
}

/** What the item of a slide is called. */
export function itemOf(deck: Deck, slide: Slide): string {
  return itemName(
    deck.agenda.find((line) => line.item === slide.item),
    deck.language,
  );
}

/** What a slide is called: its heading, the title it shows, or what part it is. */
export function slideName(deck: Deck, slide: Slide): string {
  if (slide.content.kind === "title") return slide.content.title.text;
  const name = slide.heading?.text ?? message(spoken([deck.language]), `slides.part.${slide.part}`);
  return slide.page.of > 1 ? `${name} (${slide.page.number}/${slide.page.of})` : name;
}
