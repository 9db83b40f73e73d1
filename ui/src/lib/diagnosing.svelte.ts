// The last look at what keeps a sync from working; made when somebody asks for it, and kept while the window is open.
import { api } from "./api";
import type { Diagnosed } from "./bindings";
import { asFailure, type Failure } from "./errors";

class Diagnosing {
  found = $state.raw<Diagnosed | null>(null);
  failure = $state.raw<Failure | null>(null);
  running = $state(false);

  /** Looks; one at a time. */
  async look(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      this.found = await api.diagnose();
      this.failure = null;
    } catch (thrown) {
      this.failure = asFailure(thrown);
    } finally {
      this.running = false;
    }
  }
}

export const diagnosing = new Diagnosing();
