// What is about to be presented: its slides, where and in which language, and what is changed about them. A change
// is kept as a workshop at once; what nobody changed leaves nothing behind.
import { api } from "./api";
import type { Block, Deck, Matter, RecordId, StageDisplay, Workshop } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { isHeading } from "./reading";
import { stage } from "./stage.svelte";
import { language } from "./words.svelte";

/** Something that can be presented. */
export interface Wanted {
  /** What makes it the same as what was presented before. */
  key: string;
  /** What it is called. */
  title: string;
  begin: () => Promise<Workshop>;
}

/** What was presented last, by what it was asked for. */
let last = { key: "", workshop: "" };

class Preparing {
  wanted = $state.raw<Wanted | null>(null);
  workshop = $state.raw<Workshop | null>(null);
  deck = $state.raw<Deck | null>(null);
  displays = $state.raw<readonly StageDisplay[]>([]);
  /** The chosen display; none means the one the program chooses. */
  display = $state<string | null>(null);
  /** Practitioners' paragraphs that may be taken, by record. */
  paragraphs = $state.raw<readonly { record: RecordId; block: Block }[]>([]);
  failure = $state.raw<Failure | null>(null);
  /** Whether a change was kept. */
  kept = $state(false);
  #saving: Promise<void> = Promise.resolve();

  /** Presents matters of the library. */
  matters(title: string, matters: Matter[]): void {
    const key = JSON.stringify(matters);
    this.ask({ key, title, begin: () => api.beginWorkshop(language(), matters) });
  }

  /** Presents what was asked for: goes on where it was left, or asks first how. */
  ask(wanted: Wanted): void {
    if (this.resumes(wanted)) stage.resume();
    else void this.open(wanted);
  }

  /** Whether this is what was presented last. */
  resumes(wanted: Wanted | null): boolean {
    return wanted !== null && last.key === wanted.key && stage.state?.workshop === last.workshop;
  }

  /** The sheet before a presentation. */
  async open(wanted: Wanted): Promise<void> {
    this.wanted = wanted;
    [this.workshop, this.deck, this.failure, this.kept, this.paragraphs] = [null, null, null, false, []];
    try {
      const [workshop, displays] = await Promise.all([wanted.begin(), api.stageDisplays()]);
      this.displays = displays;
      this.display = (displays.find((one) => !one.home) ?? displays[0])?.name ?? null;
      await this.#make(workshop);
      await this.#gather(workshop);
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  close(): void {
    this.wanted = null;
  }

  async #make(workshop: Workshop): Promise<void> {
    const deck = await api.deck(workshop);
    [this.workshop, this.deck, this.failure] = [workshop, deck, null];
  }

  /** The practitioners' paragraphs of what is shown, where this computer has them. */
  async #gather(workshop: Workshop): Promise<void> {
    const records = [
      ...new Set(workshop.items.flatMap(({ matter }) => (matter.kind === "case" ? [matter.record] : []))),
    ];
    const readings = await Promise.all(records.map((id) => api.reading(id, workshop.language)));
    this.paragraphs = readings.flatMap(({ record, blocks }) =>
      blocks
        .filter((block) => block.practitioner && !isHeading(block))
        .map((block) => ({ record: record.id, block })),
    );
  }

  /** Another language for the slides; of a workshop that is not kept nothing is kept by it. */
  speak(code: string): void {
    if (this.workshop === null) return;
    void this.#make({ ...this.workshop, language: code }).catch((thrown: unknown) => {
      this.failure = asFailure(thrown);
    });
  }

  /** Dark slides, or light ones; chosen anew for each room. */
  darken(dark: boolean): void {
    if (this.workshop !== null) this.workshop = { ...this.workshop, dark };
  }

  /** Changes the workshop, makes the slides anew and keeps it. One after the other, so that none is lost. */
  change(how: (workshop: Workshop) => Workshop): Promise<void> {
    this.#saving = this.#saving.then(async () => {
      if (this.workshop === null) return;
      const changed = how(this.workshop);
      if (changed === this.workshop) return;
      const named = changed.title === "" ? { ...changed, title: this.wanted?.title ?? "" } : changed;
      try {
        await this.#make(named);
        const workshop = await api.keepWorkshop(named);
        [this.workshop, this.kept] = [workshop, true];
      } catch (thrown) {
        this.failure = asFailure(thrown);
      }
    });
    return this.#saving;
  }

  /** Begins. */
  async begin(): Promise<void> {
    await this.#saving;
    const { workshop, deck, wanted } = this;
    if (workshop === null || deck === null || wanted === null) return;
    try {
      const { dark, larger } = workshop;
      await api.present({ workshop, deck, display: this.display, dark, size: Math.min(4, larger) });
      last = { key: wanted.key, workshop: workshop.id };
      this.close();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }
}

export const preparing = new Preparing();
