// The account of this computer: whether it reads the practitioners' layer, since when, and how that ended. The
// program keeps it; the window asks again after each sync, for the Network may have taken it back meanwhile.
import { api } from "./api";
import type { Account, AccountEnd, Custody, Farewell } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { library } from "./library.svelte";
import type { MessageKey } from "./messages";

/** Where the secret lies, in plain words. Complete by type. */
export const custodyWords: Readonly<Record<Custody, MessageKey>> = {
  keyring: "account.custody.keyring",
  file: "account.custody.file",
};

/** How an account ended: what happened, and how to come back. Complete by type. */
export const endWords: Readonly<Record<AccountEnd, { title: MessageKey; way: MessageKey }>> = {
  signed_out: { title: "account.end.signed_out", way: "account.end.signed_out_way" },
  revoked: { title: "account.end.revoked", way: "account.end.revoked_way" },
  expired: { title: "account.end.expired", way: "account.end.expired_way" },
  server_changed: { title: "account.end.server_changed", way: "account.end.server_changed_way" },
};

class AccountHere {
  /** None where there is none, or the program was not asked yet. */
  now = $state.raw<Account | null>(null);
  /** What is still to be told of one that ended. */
  farewell = $state.raw<Farewell | null>(null);
  /** Whether the program has answered. */
  known = $state(false);
  failure = $state.raw<Failure | null>(null);

  /** Asks the program how it stands. */
  async load(): Promise<void> {
    try {
      const [now, farewell] = await Promise.all([api.account(), api.farewell()]);
      const hasEnded = this.now !== null && now === null;
      [this.now, this.farewell, this.known, this.failure] = [now, farewell, true, null];
      // What was read and found until now may be gone.
      if (hasEnded) await library.changed();
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Becomes a member with the code of an invitation. Throws why not. */
  async enrol(code: string, device: string): Promise<Account> {
    const account = await api.enrol(code, device.trim());
    [this.now, this.farewell, this.known, this.failure] = [account, null, true, null];
    return account;
  }

  /** Signs out: the practitioners' texts leave this computer. Throws why not. */
  async signOut(): Promise<void> {
    this.farewell = await api.signOut();
    this.now = null;
    await library.changed();
  }

  /** Somebody has read how it ended. */
  async read(): Promise<void> {
    this.farewell = null;
    // Not kept as read, it is told once more at the next start.
    await api.farewellRead().catch(() => undefined);
  }
}

export const account = new AccountHere();
