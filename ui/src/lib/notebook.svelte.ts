// The own notes on the record that is open, and the dialog over it: to write a note, or to cite.
import { api } from "./api";
import type { NoteLine, Record as LibraryRecord, RecordId } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { personal } from "./personal.svelte";

/** What is open over the record: a note, new or an old one to rewrite, or the citation; and of which paragraph. */
export interface OpenDialog {
  what: "note" | "cite";
  anchor: string | null;
  line: NoteLine | null;
}

export class Notebook {
  notes = $state.raw<readonly NoteLine[]>([]);
  failure = $state.raw<Failure | null>(null);
  dialog = $state.raw<OpenDialog | null>(null);
  /** The paragraph that was in the hand last. */
  #touched: string | null = null;
  #wanted: RecordId | null = null;

  async load(record: RecordId): Promise<void> {
    this.#wanted = record;
    try {
      const notes = await api.notesOn(record);
      if (this.#wanted === record) [this.notes, this.failure] = [notes, null];
    } catch (thrown) {
      if (this.#wanted === record) [this.notes, this.failure] = [[], asFailure(thrown)];
    }
  }

  /** Bookmarks the record, or opens a note or the citation of what is at hand in it. */
  act(what: "bookmark" | "note" | "cite", record: LibraryRecord, found: string | null): void {
    if (what === "bookmark") void personal.mark(record.id, record.title);
    else if (what === "note") this.write(this.atHand(found));
    else this.cite(this.atHand(found));
  }

  /** A paragraph was clicked or focused. */
  touch(event: Event): void {
    const block = event.target instanceof Element ? event.target.closest(".block") : null;
    if (block !== null) this.#touched = block.id;
  }

  /** The paragraph a note or a citation means: the one selected, else the one touched last or led to, while it is
   * in view; none for the whole record. */
  atHand(found: string | null): string | null {
    const selection = getSelection();
    const node = selection === null || selection.isCollapsed ? null : selection.anchorNode;
    const within = node instanceof Element ? node : (node?.parentElement ?? null);
    const selected = within?.closest(".text .block")?.id ?? null;
    if (selected !== null) return selected;
    const near = this.#touched ?? found;
    const box = near === null ? undefined : document.getElementById(near)?.getBoundingClientRect();
    return box !== undefined && box.bottom > 0 && box.top < innerHeight ? near : null;
  }

  write(anchor: string | null): void {
    this.dialog = { what: "note", anchor, line: null };
  }

  rewrite(line: NoteLine): void {
    this.dialog = { what: "note", anchor: line.note.place.anchor, line };
  }

  cite(anchor: string | null): void {
    this.dialog = { what: "cite", anchor, line: null };
  }

  close(): void {
    this.dialog = null;
  }
}
