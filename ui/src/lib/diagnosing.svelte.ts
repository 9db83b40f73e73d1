// The last look at what keeps a sync from working; made when somebody asks for it, and kept while the window is open.
import { api } from "./api";
import type { Diagnosis } from "./bindings";
import { asFailure, type Failure } from "./errors";

/** What was found, and the same as a text for whoever looks after this computer. */
export interface Found {
  diagnosis: Diagnosis;
  report: string;
}

class Diagnosing {
  found = $state.raw<Found | null>(null);
  failure = $state.raw<Failure | null>(null);
  running = $state(false);

  /** Looks; one at a time. */
  async look(): Promise<void> {
    if (this.running) return;
    this.running = true;
    try {
      const diagnosis = await api.diagnose();
      [this.found, this.failure] = [{ diagnosis, report: await api.diagnosisReport(diagnosis) }, null];
    } catch (thrown) {
      this.failure = asFailure(thrown);
    } finally {
      this.running = false;
    }
  }
}

export const diagnosing = new Diagnosing();
