// Syncing from a folder or USB stick: what its refusals mean to whoever holds the stick. Where a folder fails as a
// network does, the words of every error hold. Pure.
import type { ErrorCode, SyncState } from "./bindings";
import { errorWords, type ErrorWords, type Failure } from "./errors";
import type { MessageKey } from "./messages";

const another: MessageKey = "folder.way.another";
const again: MessageKey = "folder.way.copy";

const folderWords: Partial<Readonly<Record<ErrorCode, ErrorWords>>> = {
  not_found: {
    title: "folder.error.not_found",
    safe: "error.safe.nothing_changed",
    ways: ["folder.way.choose", another],
  },
  feed_foreign: { title: "folder.error.foreign", safe: "error.safe.library", ways: [another] },
  feed_rolled_back: { title: "folder.error.older", safe: "folder.safe.newer", ways: [another] },
  feed_expired: {
    title: "folder.error.expired",
    safe: "error.safe.library",
    ways: [another, "folder.way.clock"],
  },
  feed_unreadable: { title: "folder.error.damaged", safe: "error.safe.library", ways: [again, another] },
  feed_incomplete: { title: "folder.error.incomplete", safe: "error.safe.library", ways: [again, another] },
  feed_forged: { title: "folder.error.forged", safe: "error.safe.library", ways: [again, "folder.way.tell"] },
  not_enrolled: {
    title: "folder.error.not_for_here",
    safe: "folder.safe.general",
    ways: ["folder.way.for_here"],
  },
  io: { title: "folder.error.gone", safe: "error.safe.library", ways: ["folder.way.plug", again] },
  read_only: { title: "folder.error.forbidden", safe: "error.safe.library", ways: ["folder.way.rights"] },
};

/** The words of a sync that failed: those of the folder where it came from one. */
export function syncWords(failure: Failure, state: SyncState | null): ErrorWords {
  const ofFolder = state?.from_folder === true ? folderWords[failure.code] : undefined;
  return ofFolder ?? errorWords[failure.code];
}
