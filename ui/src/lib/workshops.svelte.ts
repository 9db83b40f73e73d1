// A workshop on the desk: every change is kept on this computer at the next pause, one save after the other, and its
// slides are made anew. What could not be kept stays here, is said, and is tried again.
import { sameWhereAlike, withTaken } from "./agenda";
import { api } from "./api";
import type { Deck, LetterId, NewerSlide, Workshop } from "./bindings";
import { thisInstant } from "./dates";
import { asFailure, type Failure } from "./errors";

const pause = 300;

/** A name for an item, within its workshop. */
export function newItemId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class WorkshopDesk {
  workshop = $state.raw<Workshop | null>(null);
  /** Its slides as far as they are made; those of an instant ago while they are being made. */
  deck = $state.raw<Deck | null>(null);
  /** What the library has newer than the records that came with the workshop. */
  newer = $state.raw<readonly NewerSlide[]>([]);
  /** When it was last kept. */
  kept = $state<string | null>(null);
  /** Why it could not be opened or kept. */
  failure = $state.raw<Failure | null>(null);
  /** Why its slides could not be made. */
  undrawn = $state.raw<Failure | null>(null);
  /** As it is on the disk, as far as is known here. */
  #there: Workshop | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #changed = false;
  #saving: Promise<void> = Promise.resolve();
  #drawn = 0;

  /** Opens a workshop; what was on the desk is kept first. */
  async open(id: LetterId): Promise<void> {
    await this.flush();
    [this.workshop, this.deck, this.newer, this.kept, this.failure] = [null, null, [], null, null];
    try {
      this.workshop = this.#there = await api.workshop(id);
      await this.draw();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** It is so now. */
  change(next: Workshop): void {
    if (next === this.workshop) return;
    this.workshop = next;
    this.#changed = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.flush();
      void this.draw();
    }, pause);
  }

  /** Keeps what is not kept yet; resolves once it is, or once it is known why not. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  /** Reads it again where another window may have changed it: notes taken while presenting. */
  async refresh(): Promise<void> {
    await this.flush();
    const now = this.workshop;
    if (now === null || this.#changed) return;
    try {
      const there = await api.workshop(now.id);
      // What was written meanwhile is newer than what was read.
      if (this.workshop !== now || this.#changed || there.changed_at === now.changed_at) return;
      this.workshop = this.#there = there;
      await this.draw();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Takes the library's newer records in the place of those that came with it. */
  async renew(): Promise<void> {
    const workshop = this.workshop;
    if (workshop === null) return;
    try {
      await api.renewWorkshop(workshop.id);
      await this.draw();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Keeps what is on the desk beside what somebody else wrote meanwhile, as a workshop of its own. */
  async keepBeside(title: string): Promise<LetterId | null> {
    const ours = this.workshop;
    if (ours === null) return null;
    try {
      const { id, made_at, changed_at } = await api.copyWorkshop(ours.id, title);
      await api.keepWorkshop({ ...ours, id, made_at, changed_at, title });
      [this.#changed, this.failure] = [false, null];
      return id;
    } catch (thrown) {
      this.failure = asFailure(thrown);
      return null;
    }
  }

  /** It is deleted: nothing of it is kept any more. */
  forget(): void {
    clearTimeout(this.#timer);
    [this.workshop, this.deck, this.#changed] = [null, null, false];
  }

  /** Makes its slides. */
  async draw(): Promise<void> {
    const workshop = this.workshop;
    if (workshop === null) return;
    const turn = (this.#drawn += 1);
    try {
      const [deck, newer] = await Promise.all([api.deck(workshop), api.newer(workshop)]);
      if (turn !== this.#drawn || this.workshop?.id !== workshop.id) return;
      this.deck = sameWhereAlike(this.deck, deck);
      [this.newer, this.undrawn] = [newer, null];
    } catch (thrown) {
      if (turn === this.#drawn) this.undrawn = asFailure(thrown);
    }
  }

  async #save(): Promise<void> {
    if (!this.#changed || this.workshop === null) return;
    this.#changed = false;
    try {
      this.#keptAs(await this.#put(this.workshop));
      [this.kept, this.failure] = [thisInstant(), null];
    } catch (thrown) {
      // It stays on the desk and is tried again with the next change.
      this.#changed = true;
      this.failure = asFailure(thrown);
    }
  }

  /** Keeps it; where nothing but the room's words were written elsewhere meanwhile, with them. */
  async #put(workshop: Workshop): Promise<Workshop> {
    try {
      return await api.keepWorkshop(workshop);
    } catch (thrown) {
      if (asFailure(thrown).code !== "conflict" || this.#there === null) throw thrown;
      const there = await api.workshop(workshop.id);
      const merged = withTaken(workshop, this.#there, there);
      if (merged === null) throw thrown;
      if (this.workshop !== null && this.workshop !== workshop) {
        this.workshop = withTaken(this.workshop, this.#there, there) ?? this.workshop;
      } else this.workshop = merged;
      return await api.keepWorkshop(merged);
    }
  }

  /** What was written since goes on from what is on the disk now. */
  #keptAs(there: Workshop): void {
    this.#there = there;
    if (this.workshop === null || this.workshop.id !== there.id) return;
    this.workshop = { ...this.workshop, changed_at: there.changed_at };
  }
}
