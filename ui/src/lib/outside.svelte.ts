// The way out of the window: an address goes to the system's browser only after its host was in view,
// either beside the link or in the question that OpenOutside.svelte asks.
import { api } from "./api";
import { asFailure, type Failure } from "./errors";

class Outside {
  /** The address that waits for a yes. */
  pending = $state<string | null>(null);
  failure = $state.raw<Failure | null>(null);

  /** Asks first: for links in running text. */
  ask(address: string): void {
    this.failure = null;
    this.pending = address;
  }

  /** Opens at once: only where the host stands in view. */
  async open(address: string): Promise<void> {
    this.pending = null;
    try {
      await api.openOutside(address);
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  confirm(): void {
    if (this.pending !== null) void this.open(this.pending);
  }

  dismiss(): void {
    this.pending = null;
    this.failure = null;
  }
}

export const outside = new Outside();
