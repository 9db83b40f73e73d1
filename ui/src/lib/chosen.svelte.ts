// The cities chosen to stand side by side; they stay chosen from screen to screen while the window is open.
import { mostCompared } from "./address";
import type { RecordId } from "./bindings";

class Chosen {
  /** In the order they were chosen. */
  ids = $state.raw<readonly RecordId[]>([]);

  /** Whether no more fit beside each other. */
  get full(): boolean {
    return this.ids.length >= mostCompared;
  }

  has(id: RecordId): boolean {
    return this.ids.includes(id);
  }

  /** Chooses a city, or lets it go; one too many is not chosen. */
  toggle(id: RecordId): void {
    if (this.has(id)) this.ids = this.ids.filter((one) => one !== id);
    else if (!this.full) this.ids = [...this.ids, id];
  }

  /** Chooses these and no others. */
  take(ids: readonly RecordId[]): void {
    this.ids = ids.slice(0, mostCompared);
  }
}

export const chosen = new Chosen();
