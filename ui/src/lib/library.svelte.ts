// What the window knows of the library as a whole: its state, its front page and its link directory,
// fetched once a language. The library does not change while the window is open.
import { api } from "./api";
import type { LibraryStatus, LinkDirectory, Overview } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { language } from "./words.svelte";

class Library {
  status = $state.raw<LibraryStatus | null>(null);
  overview = $state.raw<Overview | null>(null);
  links = $state.raw<LinkDirectory | null>(null);
  /** Why the front page or the state could not be had. */
  failure = $state.raw<Failure | null>(null);
  linksFailure = $state.raw<Failure | null>(null);
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

  /** The name of a heading of the Centre. */
  sectionName(id: string): string {
    return this.overview?.sections.find((section) => section.value === id)?.label ?? id;
  }
}

export const library = new Library();
