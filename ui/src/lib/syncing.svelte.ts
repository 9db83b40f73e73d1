// Where syncing stands, told by the program; and what the window makes of it: fresh content after a sync that
// changed something, news, and the one sentence that tells the end of a sync the reader asked for.
import { account } from "./account.svelte";
import { api, onSync } from "./api";
import type { News, SyncState, SyncStep } from "./bindings";
import { bookmark } from "./bookmark.svelte";
import { asFailure, type Failure } from "./errors";
import { syncWords } from "./folder";
import { library } from "./library.svelte";
import type { MessageKey } from "./messages";
import { gone } from "./news";
import { instant, list, t } from "./words.svelte";

/** How many syncs are told. */
const told = 12;

/** How it stands, in a word. */
export type Standing = "none" | "waiting" | "running" | "failed" | "up_to_date";

/** Failures that are part of life: no banner and no red for them. */
const mild = ["offline", "timed_out", "cancelled", "busy"];

const reasons = {
  offline: "sync.why.offline",
  timed_out: "sync.why.timed_out",
  server_refused: "sync.why.server_refused",
  cancelled: "sync.why.cancelled",
  busy: "sync.why.busy",
  captive_portal: "sync.why.captive_portal",
  disk_full: "sync.why.disk_full",
  clock_wrong: "sync.why.clock_wrong",
  feed_newer: "sync.why.feed_newer",
} satisfies Record<string, MessageKey>;

/** Why it failed, in a word or two. */
export function reason(failure: Failure): MessageKey {
  return Object.hasOwn(reasons, failure.code)
    ? reasons[failure.code as keyof typeof reasons]
    : "sync.why.other";
}

/** How a state stands. */
export function standingOf(state: SyncState): Standing {
  if (state.server === null) return state.failure === null ? "none" : "failed";
  if (state.running !== null) return "running";
  if (state.failure !== null) return "failed";
  return state.last_complete === null ? "waiting" : "up_to_date";
}

/** Whether a failure needs somebody to act. */
export function grave(failure: Failure): boolean {
  return !mild.includes(failure.code);
}

class Syncing {
  /** None before the program was asked. */
  state = $state.raw<SyncState | null>(null);
  /** What the last syncs brought, the newest first; none before the library was asked. */
  news = $state.raw<readonly News[] | null>(null);
  newsFailure = $state.raw<Failure | null>(null);
  /** Why the program would not begin. */
  refused = $state.raw<Failure | null>(null);
  /** What is told aloud: the beginning and the end of a sync the reader asked for, nothing between. */
  said = $state("");
  /** When the step under way was first heard of, and how much of it was done then. */
  pace = $state.raw<{ step: SyncStep; since: number; done: number } | null>(null);
  /** Today, so that "yesterday" does not stay for ever. */
  today = $state.raw(new Date());
  readonly standing = $derived<Standing>(this.state === null ? "none" : standingOf(this.state));
  readonly hasServer = $derived((this.state?.server ?? null) !== null);
  readonly gone = $derived(gone(this.news ?? []));
  #asked = false;
  /** A sync that was under way when this one was asked for is not the one. */
  #heads: string | null = null;
  #heard = 0;

  /** Begins to listen; once, at the start. */
  async begin(): Promise<void> {
    setInterval(() => {
      if (new Date().getDate() !== this.today.getDate()) this.today = new Date();
    }, 60_000);
    void this.loadNews();
    try {
      await onSync((state) => {
        this.#heard += 1;
        this.hear(state);
      });
      const before = this.#heard;
      const state = await api.syncState();
      // What was told meanwhile is newer than the answer.
      if (this.#heard === before) this.hear(state);
    } catch (thrown) {
      this.refused = asFailure(thrown);
    }
  }

  /** Takes in what the program tells. */
  hear(state: SyncState): void {
    const ran = this.state?.running ?? null;
    this.state = state;
    this.today = new Date();
    this.#measure(state);
    if (state.running !== null) return;
    // The Network may have ended the membership meanwhile, or it was just begun.
    if (ran !== null) void account.load();
    const report = state.failure === null ? state.last_report : null;
    const heads = report === null ? null : `${report.head} ${report.practitioner_head ?? ""}`;
    const isNew = report?.state === "updated" && heads !== this.#heads;
    if (isNew) {
      this.#heads = heads;
      void this.#refresh();
    } else if (ran !== null && state.failure !== null) void this.#lookAgain();
    if (this.#asked && (ran !== null || state.failure !== null)) {
      this.#asked = false;
      if (!isNew) this.said = this.#ending(state);
    }
  }

  /** Syncs now. */
  now(): Promise<void> {
    return this.#ask(() => api.syncNow());
  }

  /** Syncs from this folder: nothing leaves the computer. */
  fromFolder(path: string): Promise<void> {
    return this.#ask(() => api.syncFolder(path));
  }

  async #ask(order: () => Promise<unknown>): Promise<void> {
    this.refused = null;
    this.#asked = true;
    this.said = t("sync.title.running");
    try {
      await order();
    } catch (thrown) {
      this.#asked = false;
      this.refused = asFailure(thrown);
      this.said = t("sync.said.failed", { why: t(syncWords(this.refused, null).title) });
    }
  }

  /** Stops what is under way. */
  async stop(): Promise<void> {
    this.#asked = true;
    await api.syncStop().catch(() => undefined);
  }

  /** Takes over where it stands with another server. */
  follow(state: SyncState): void {
    this.#heads = null;
    this.refused = null;
    this.hear(state);
  }

  async loadNews(): Promise<void> {
    try {
      this.news = await api.news(told);
      this.newsFailure = null;
    } catch (thrown) {
      this.newsFailure = asFailure(thrown);
    }
  }

  /** The state in a line, for the frame; empty where there is nothing to tell. */
  line(): string {
    const { failure = null, last_complete = null } = this.state ?? {};
    switch (this.standing) {
      case "none":
        return "";
      case "waiting":
        return t("sync.waiting");
      case "running":
        return t("sync.syncing");
      case "failed":
        return failure === null ? "" : t("sync.not_synced", { why: t(reason(failure)) });
      case "up_to_date":
        return t("sync.up_to_date", { when: instant(last_complete ?? "", this.today) });
    }
  }

  /** What fails may have brought one layer before it did. */
  async #lookAgain(): Promise<void> {
    const before = library.status;
    const now = await api.status().catch(() => null);
    if (before !== null && now !== null && now.digest !== before.digest) await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const wasAsked = this.#asked;
    // News first: whoever has a record open that went must be told at once why.
    await this.loadNews();
    await library.changed();
    const last = bookmark.last;
    if (last !== null && this.gone.has(last.id)) bookmark.forget();
    if (wasAsked && this.state !== null) this.said = this.#ending(this.state);
  }

  /** How the last sync ended, in a sentence; empty where none did. */
  outcome(): string {
    const { state } = this;
    return state === null || (state.failure ?? state.last_report) === null ? "" : this.#ending(state);
  }

  #ending(state: SyncState): string {
    if (state.failure !== null) {
      return t("sync.said.failed", { why: t(syncWords(state.failure, state).title) });
    }
    if (state.last_report?.state !== "updated") return t("sync.said.current");
    const newest = this.news?.[0];
    const counts = (["added", "changed", "withdrawn"] as const)
      .map((change) => ({ change, count: newest?.[change].length ?? 0 }))
      .filter(({ count }) => count > 0)
      .map(({ change, count }) => t(`sync.count.${change}`, { count }));
    return counts.length === 0 ? t("sync.said.current") : t("sync.said.updated", { counts: list(counts) });
  }

  /** Notes when a step began, to tell later how long it may still take. */
  #measure({ running }: SyncState): void {
    if (running === null) this.pace = null;
    else if (this.pace?.step !== running.step) {
      this.pace = { step: running.step, since: Date.now(), done: running.done };
    }
  }
}

/** Minutes that are left of something that went so far in so many milliseconds; none while nobody can tell. */
export function minutesLeft(done: number, total: number, milliseconds: number): number | null {
  if (done <= 0 || total <= done || milliseconds < 3_000) return null;
  const left = ((total - done) / done) * (milliseconds / 60_000);
  return left < 1 ? 0 : Math.round(left);
}

export const syncing = new Syncing();
