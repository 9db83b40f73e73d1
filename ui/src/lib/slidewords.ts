// What slides say in the words of the interface, in the language of the deck, which need not be the window's.
import { createContext } from "svelte";
import type { Language, PartialDate } from "./bindings";
import { dateInWords } from "./dates";
import { message, spoken, type MessageKey, type MessageValues, type WindowLanguage } from "./messages";

/** The words of one language. */
export class SlideWords {
  readonly language: WindowLanguage;

  constructor(language: Language) {
    this.language = spoken([language]);
  }

  t(key: MessageKey, values?: MessageValues): string {
    return message(this.language, key, values);
  }

  date(value: PartialDate): string {
    return dateInWords(value, this.language);
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.language).format(value);
  }

  list(items: readonly string[]): string {
    const locale = this.language === "en" ? "en-GB" : this.language;
    return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
  }

  /** A `lang` attribute for words in another language than the slide's own. */
  foreign(language: Language | null): string | undefined {
    return language === null || language === this.language ? undefined : language;
  }
}

/** Given by the slide to everything on it. */
export const [slideWords, setSlideWords] = createContext<() => SlideWords>();
