// What went wrong, for the reader: one table from the code both ends know to the words of the catalogue.
// Each code has a title (the cause), what is safe, and ways out; the code itself is shown last, for IT.
import type { ErrorCode } from "./bindings";
import type { MessageKey } from "./messages";

/** The words of one error. */
export interface ErrorWords {
  title: MessageKey;
  safe: MessageKey;
  /** What to do, in order; the last one works without help from outside. */
  ways: readonly MessageKey[];
}

/** The way that ends the program: not for somebody whose words are in the window alone. */
export const restart: MessageKey = "error.way.restart";
const tell: MessageKey = "error.way.tell";
const tellSync: MessageKey = "sync.error.tell";

/** The words of a document that could not be made: no server and no sync is to blame for one that took too long,
 * and the folder is the one that was chosen for it. */
export const printWords: Readonly<Partial<Record<ErrorCode, ErrorWords>>> = {
  timed_out: {
    title: "pdf.timed_out.title",
    safe: "error.safe.nothing_changed",
    ways: ["pdf.timed_out.way", tell],
  },
  read_only: {
    title: "pdf.read_only.title",
    safe: "error.safe.nothing_changed",
    ways: ["pdf.read_only.way"],
  },
};

/** Complete by type: a new code does not compile without its words. */
export const errorWords: Readonly<Record<ErrorCode, ErrorWords>> = {
  invalid_input: {
    title: "error.invalid_input.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.invalid_input.way", tell],
  },
  not_found: {
    title: "error.not_found.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.not_found.way"],
  },
  library_missing: {
    title: "error.library_missing.title",
    safe: "error.safe.settings",
    ways: [restart, "error.way.reinstall"],
  },
  library_damaged: {
    title: "error.library_damaged.title",
    safe: "error.safe.settings",
    ways: [restart, "error.way.reinstall", tell],
  },
  library_newer: {
    title: "error.library_newer.title",
    safe: "error.safe.library",
    ways: ["error.library_newer.way"],
  },
  index_damaged: {
    title: "error.index_damaged.title",
    safe: "error.safe.library",
    ways: [restart, tell],
  },
  busy: { title: "error.busy.title", safe: "error.safe.library", ways: ["error.busy.way", restart] },
  disk_full: {
    title: "error.disk_full.title",
    safe: "error.safe.library",
    ways: ["error.disk_full.way", restart],
  },
  read_only: {
    title: "error.read_only.title",
    safe: "error.safe.library",
    ways: ["error.read_only.way", tell],
  },
  io: { title: "error.io.title", safe: "error.safe.library", ways: ["error.io.way", restart, tell] },
  content_faulty: {
    title: "error.content_faulty.title",
    safe: "error.safe.library",
    ways: ["error.way.reinstall", tell],
  },
  address_refused: {
    title: "error.address_refused.title",
    safe: "error.safe.not_opened",
    ways: ["error.address_refused.way"],
  },
  open_failed: {
    title: "error.open_failed.title",
    safe: "error.safe.not_opened",
    ways: ["error.open_failed.way"],
  },
  not_configured: {
    title: "sync.error.not_configured.title",
    safe: "error.safe.library",
    ways: ["sync.error.not_configured.way"],
  },
  offline: {
    title: "sync.error.offline.title",
    safe: "error.safe.library",
    ways: ["sync.error.offline.way", "sync.error.offline.way_it"],
  },
  timed_out: {
    title: "sync.error.timed_out.title",
    safe: "error.safe.library",
    ways: ["sync.error.timed_out.way", tellSync],
  },
  server_refused: {
    title: "sync.error.server_refused.title",
    safe: "error.safe.library",
    ways: ["sync.error.server_refused.way", "sync.error.server_refused.way_it"],
  },
  feed_unreadable: {
    title: "sync.error.feed_unreadable.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_unreadable.way", "sync.error.feed_unreadable.way_it"],
  },
  feed_incomplete: {
    title: "sync.error.feed_incomplete.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_incomplete.way", tellSync],
  },
  feed_forged: {
    title: "sync.error.feed_forged.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_forged.way"],
  },
  feed_foreign: {
    title: "sync.error.feed_foreign.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_foreign.way", tellSync],
  },
  feed_rolled_back: {
    title: "sync.error.feed_rolled_back.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_rolled_back.way"],
  },
  feed_expired: {
    title: "sync.error.feed_expired.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_expired.way"],
  },
  feed_newer: {
    title: "sync.error.feed_newer.title",
    safe: "error.safe.library",
    ways: ["sync.error.feed_newer.way"],
  },
  clock_wrong: {
    title: "sync.error.clock_wrong.title",
    safe: "error.safe.library",
    ways: ["sync.error.clock_wrong.way"],
  },
  invitation_unknown: {
    title: "error.invitation_unknown.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.invitation_unknown.way"],
  },
  invitation_used: {
    title: "error.invitation_used.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.invitation_used.way"],
  },
  invitation_expired: {
    title: "error.invitation_expired.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.invitation_expired.way"],
  },
  too_many_tries: {
    title: "error.too_many_tries.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.too_many_tries.way"],
  },
  not_enrolled: {
    title: "error.not_enrolled.title",
    safe: "error.safe.library",
    ways: ["error.not_enrolled.way"],
  },
  account_revoked: {
    title: "error.account_revoked.title",
    safe: "error.safe.library",
    ways: ["error.account_revoked.way"],
  },
  account_expired: {
    title: "error.account_expired.title",
    safe: "error.safe.library",
    ways: ["error.account_expired.way"],
  },
  proxy_refused: {
    title: "error.proxy_refused.title",
    safe: "error.safe.library",
    ways: ["error.proxy_refused.way"],
  },
  certificate_refused: {
    title: "error.certificate_refused.title",
    safe: "error.safe.library",
    ways: ["error.certificate_refused.way"],
  },
  captive_portal: {
    title: "error.captive_portal.title",
    safe: "error.safe.library",
    ways: ["error.captive_portal.way"],
  },
  personal_damaged: {
    title: "error.personal_damaged.title",
    safe: "error.safe.library",
    ways: ["error.personal_damaged.way"],
  },
  personal_newer: {
    title: "error.personal_newer.title",
    safe: "error.safe.library",
    ways: ["error.personal_newer.way"],
  },
  conflict: {
    title: "error.conflict.title",
    safe: "error.safe.nothing_changed",
    ways: ["error.conflict.way"],
  },
  cancelled: {
    title: "sync.error.cancelled.title",
    safe: "error.safe.library",
    ways: ["sync.error.cancelled.way"],
  },
  internal: { title: "error.internal.title", safe: "error.safe.library", ways: [restart, tell] },
};

/** An error as the screens keep it. */
export interface Failure {
  code: ErrorCode;
  message: string;
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorWords, code);
}

/** Whatever was thrown, as a failure: what has no code of ours is a fault of the program. */
export function asFailure(thrown: unknown): Failure {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && isCode(thrown.code)) {
    const message = "message" in thrown && typeof thrown.message === "string" ? thrown.message : "";
    return { code: thrown.code, message };
  }
  return { code: "internal", message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Failures of the way to the server, which "Why can’t I sync?" can look into. */
const ofLine: readonly ErrorCode[] = [
  "offline",
  "timed_out",
  "server_refused",
  "feed_unreadable",
  "feed_incomplete",
  "feed_forged",
  "feed_foreign",
  "feed_rolled_back",
  "feed_expired",
  "clock_wrong",
  "proxy_refused",
  "certificate_refused",
  "captive_portal",
];

/** Whether a failure lies on the way to the server. */
export function isOfLine({ code }: Failure): boolean {
  return ofLine.includes(code);
}
