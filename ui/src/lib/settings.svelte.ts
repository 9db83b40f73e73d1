// The reader's settings: applied at once, kept by the program, with a copy for the first frame
// (public/first-frame.js), so that the window never flashes in the wrong light.
import { api } from "./api";
import type { Settings as Kept, Theme } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { speak } from "./words.svelte";

const copyName = "hrc.settings";
export const sizes = { least: 100, most: 200, step: 10 } as const;
const rest: Required<Kept> = {
  theme: "system",
  text_size: 100,
  language: null,
  reduce_motion: false,
  practitioner_depth: true,
  notify: true,
  letter_keys: true,
  // Set by the program's own command alone; shown here, never saved from here.
  sync: {},
  my_city: null,
};

/** Settings inside their bounds, whatever was kept. */
export function complete(kept: Kept | null | undefined): Required<Kept> {
  const all = { ...rest, ...kept };
  return { ...all, text_size: boundedSize(all.text_size) };
}

/** A text size inside its bounds. */
export function boundedSize(size: number): number {
  if (!Number.isFinite(size)) return rest.text_size;
  return Math.round(Math.min(sizes.most, Math.max(sizes.least, size)));
}

/** The look a theme means on this system. */
export function lookOf(theme: Theme, system: { dark: boolean; contrast: boolean }): Exclude<Theme, "system"> {
  if (theme !== "system") return theme;
  if (system.contrast) return "contrast";
  return system.dark ? "dark" : "light";
}

function copy(): Required<Kept> {
  try {
    return complete(JSON.parse(localStorage.getItem(copyName) ?? "{}") as Kept);
  } catch {
    return rest;
  }
}

class Settings {
  now = $state.raw<Required<Kept>>(copy());
  /** Set when the program could not keep a change; the change holds until the window closes. */
  failure = $state.raw<Failure | null>(null);
  #dark = matchMedia("(prefers-color-scheme: dark)");
  #contrast = matchMedia("(prefers-contrast: more)");

  constructor() {
    for (const query of [this.#dark, this.#contrast]) query.addEventListener("change", () => this.#apply());
    this.#apply();
  }

  /** Reads what the program keeps. */
  async load(): Promise<void> {
    try {
      this.now = complete(await api.settings());
      this.#apply();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Changes some settings: visible at once, then kept. */
  async change(some: Kept): Promise<void> {
    this.now = complete({ ...this.now, ...some });
    this.#apply();
    try {
      await api.saveSettings(this.now);
      this.failure = null;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Larger, smaller or, with 0, normal text. */
  resize(steps: number): void {
    const size = steps === 0 ? rest.text_size : this.now.text_size + steps * sizes.step;
    void this.change({ text_size: boundedSize(size) });
  }

  #apply(): void {
    const root = document.documentElement;
    root.dataset.theme = lookOf(this.now.theme, {
      dark: this.#dark.matches,
      contrast: this.#contrast.matches,
    });
    root.style.fontSize = `${(16 * this.now.text_size) / 100}px`;
    if (this.now.reduce_motion) root.dataset.motion = "reduced";
    else delete root.dataset.motion;
    speak(this.now.language);
    try {
      localStorage.setItem(copyName, JSON.stringify({ ...this.now, sync: undefined, my_city: undefined }));
    } catch {
      // Without the copy the next first frame follows the system; nothing else is lost.
    }
  }
}

export const settings = new Settings();
