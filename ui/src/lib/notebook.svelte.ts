// The own notes on the record that is open, and the dialog over it: to write a note, or to cite.
import { api } from "./api";
import type { NoteLine, RecordId } from "./bindings";
import { asFailure, type Failure } from "./errors";

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
