// What the frame around the screens shares: the search field's focus, the menu of the narrow window.
import { tick } from "svelte";

class Frame {
  /** Whether the narrow window shows its search field. */
  searchOpen = $state(false);
  menuOpen = $state(false);
  /** Goes to the section before or after; set while a record is open. */
  stepSection: ((step: number) => void) | null = null;
  /** Bookmarks, annotates or cites what is open; set while a record is open. */
  onRecord = $state.raw<((what: "bookmark" | "note" | "cite") => void) | null>(null);
  /** Begins to present what is open; set while there is something to present. */
  present = $state.raw<(() => void) | null>(null);
  /** Whether the narrow results show their facets. */
  narrowOpen = $state(false);

  /** To the search field, wherever it is; its text is selected so that typing replaces it. */
  async focusSearch(): Promise<void> {
    this.searchOpen = true;
    await tick();
    const field = document.querySelector<HTMLInputElement>("#search-field");
    field?.focus();
    field?.select();
  }

  /** To the next pane: rail, top bar, and what the screen marks with data-pane. */
  nextPane(): void {
    const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter(
      (pane) => pane.getClientRects().length > 0,
    );
    const at = panes.findIndex((pane) => pane.contains(document.activeElement));
    const next = panes[(at + 1) % panes.length];
    const first = next?.querySelector<HTMLElement>(
      "a[href], button:not(:disabled), input, select, summary, [tabindex='0'], [tabindex='-1']",
    );
    first?.focus();
  }
}

export const frame = new Frame();
