// What the window knows of the library as a whole: its state, its front page and its link directory,
// fetched once a language and anew when a sync has changed the library.
import { api } from "./api";
import type { LibraryStatus, LinkDirectory, Overview } from "./bindings";
import { forgetAnswers } from "./asking";
import { asFailure, type Failure } from "./errors";
import { searching } from "./searching.svelte";
import { language } from "./words.svelte";

class Library {
  status = $state.raw<LibraryStatus | null>(null);
  overview = $state.raw<Overview | null>(null);
  links = $state.raw<LinkDirectory | null>(null);
  /** Why the front page or the state could not be had. */
  failure = $state.raw<Failure | null>(null);
  linksFailure = $state.raw<Failure | null>(null);
  /** Counts the syncs that changed something: whoever shows content asks again when it moves. */
  version = $state(0);
  #linksLanguage = "";

  async load(): Promise<void> {
    const wanted = language();
    try {
      const [status, overview] = await Promise.all([api.status(), api.overview(wanted)]);
      if (wanted !== language()) return;
      this.status = status;
      this.overview = overview;
      this.failure = null;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  async loadLinks(): Promise<void> {
    const wanted = language();
    if (this.#linksLanguage === wanted && this.links !== null) return;
    try {
      const links = await api.links(wanted);
      if (wanted !== language()) return;
      this.links = links;
      this.#linksLanguage = wanted;
      this.linksFailure = null;
    } catch (thrown) {
      this.linksFailure = asFailure(thrown);
    }
  }

  /** The library has other content than before: all that was remembered is forgotten. What is shown stays
   * until the new answer is there. */
  async changed(): Promise<void> {
    forgetAnswers();
    searching.forget();
    this.#linksLanguage = "";
    this.version += 1;
    await Promise.all([this.load(), this.links === null ? null : this.loadLinks()]);
  }

  /** The name of a heading of the Centre. */
  sectionName(id: string): string {
    return this.overview?.sections.find((section) => section.value === id)?.label ?? id;
  }
}

export const library = new Library();
