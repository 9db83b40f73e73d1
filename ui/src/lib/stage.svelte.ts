// What is presented, as the program tells it: the same in the reader's window, the presenter's and the audience's.
import { api, onStage } from "./api";
import type { Act, Deck, Slide, StageState, Workshop } from "./bindings";
import { enlarged } from "./enlarging";
import { asFailure, type Failure } from "./errors";

class Stage {
  state = $state.raw<StageState | null>(null);
  workshop = $state.raw<Workshop | null>(null);
  deck = $state.raw<Deck | null>(null);
  failure = $state.raw<Failure | null>(null);
  /** When the state was told, by this window's own clock. */
  #told = 0;
  #revision = -1;

  /** The slides that are shown, in their order. */
  slides = $derived<readonly Slide[]>(this.#at(this.state?.show.size ?? 0));

  /** Whether something was begun and can go on. */
  get canResume(): boolean {
    return this.state !== null;
  }

  /** Listens; with the slides where this window draws them. */
  async begin(draws: boolean): Promise<void> {
    try {
      await onStage((state) => this.#hear(state, draws));
      this.#hear(await api.stage(), draws);
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  #hear(state: StageState | null, draws: boolean): void {
    this.#told = performance.now();
    this.state = state;
    if (!draws || state === null || state.revision === this.#revision) return;
    this.#revision = state.revision;
    void this.#fetch();
  }

  async #fetch(): Promise<void> {
    try {
      const answer = await api.stageDeck();
      [this.workshop, this.deck] = answer ?? [null, null];
      this.failure = null;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** How long it has lasted at this moment, in milliseconds. */
  elapsed(): number {
    const show = this.state?.show;
    if (show === undefined) return 0;
    return show.elapsed_ms + (show.running ? performance.now() - this.#told : 0);
  }

  #at(size: number): Slide[] {
    return enlarged(this.deck?.slides.filter((slide) => !slide.hidden) ?? [], size);
  }

  /** Larger or smaller text for the audience; what then no longer fits goes on on slides of its own. */
  resize(steps: number): void {
    const size = Math.min(4, Math.max(-2, (this.state?.show.size ?? 0) + steps));
    this.#do(
      api.stageSize(
        size,
        this.#at(size).map((slide) => slide.key),
      ),
    );
  }

  act(act: Act): void {
    this.#do(api.stageAct(act));
  }
  escape(): void {
    this.#do(api.stageEscape());
  }
  end(): void {
    this.#do(api.stageEnd());
  }
  resume(): void {
    this.#do(api.stageResume());
  }
  swap(): void {
    this.#do(api.stageSwap());
  }
  presenter(): void {
    this.#do(api.stagePresenter());
  }

  #do(asked: Promise<unknown>): void {
    asked.then(
      () => (this.failure = null),
      (thrown: unknown) => (this.failure = asFailure(thrown)),
    );
  }
}

export const stage = new Stage();
