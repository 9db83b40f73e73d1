// What a screen shows of an answer: the newest one asked for, or why it could not be had. An answer that
// was overtaken is dropped; the old one stays until the new one is there.
import { asFailure, type Failure } from "./errors";

export class Asked<T> {
  /** The answer; none before the first. */
  value = $state.raw<T | null>(null);
  /** What was asked for the answer shown. */
  key = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);
  #wanted: string | null = null;

  async ask(key: string, answer: () => Promise<T>): Promise<void> {
    this.#wanted = key;
    try {
      const value = await answer();
      if (this.#wanted === key) [this.value, this.key, this.failure] = [value, key, null];
    } catch (thrown) {
      if (this.#wanted === key) this.failure = asFailure(thrown);
    }
  }
}
