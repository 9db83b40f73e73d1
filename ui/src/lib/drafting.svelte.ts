// The question on the desk: kept on this computer at every pause, one save after the other, so that neither a crash
// nor a quick hand costs a word or makes two drafts of one.
import { api } from "./api";
import type { LetterId } from "./bindings";
import { type WholeDraft, whole } from "./draft";
import { thisInstant } from "./dates";
import { asFailure, type Failure } from "./errors";

const pause = 600;

export class Drafting {
  draft = $state<WholeDraft>(whole({}, "en"));
  /** Which draft it is; none before it was kept for the first time. */
  id = $state<LetterId | null>(null);
  /** When it was last kept. */
  kept = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #saving: Promise<void> = Promise.resolve();
  #onKept: (id: LetterId) => void;

  /** `onKept` is told the id of a draft that was kept for the first time. */
  constructor(onKept: (id: LetterId) => void) {
    this.#onKept = onKept;
  }

  /** Begins with what is there. */
  begin(id: LetterId | null, draft: WholeDraft): void {
    clearTimeout(this.#timer);
    [this.id, this.draft, this.kept, this.failure, this.#changed] = [id, draft, null, null, false];
  }

  /** Something was written: kept after a pause. */
  change(): void {
    this.#changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), pause);
  }

  /** Keeps what is not kept yet; resolves once it is, or once it is known why not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  async #save(): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    const isNew = this.id === null;
    try {
      const id = await api.saveDraft(this.id, $state.snapshot(this.draft));
      this.id = id;
      [this.kept, this.failure] = [thisInstant(), null];
      if (isNew) this.#onKept(id);
    } catch (thrown) {
      // What was written stays in the form and is tried again with the next letter.
      this.#changed = true;
      this.failure = asFailure(thrown);
    }
  }
}
