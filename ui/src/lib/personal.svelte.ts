// What belongs to the person at this computer, as far as the whole window shows it: how much waits and how much is
// new, what is bookmarked; and the sentence that tells an arrival. It never tells what an answer says.
import { questionAddress } from "./address";
import { api, onLetters, onPressed } from "./api";
import { ring } from "./bell";
import type { Arrivals, Bookmark, PersonalCounts, RecordId } from "./bindings";
import { asFailure, type Failure } from "./errors";
import { route } from "./route.svelte";
import { t } from "./words.svelte";

const none: PersonalCounts = { drafts: 0, waiting: 0, failed: 0, unread: 0, reply_needed: 0 };

/** The sentence for what arrived; empty where nothing needs to be told. */
export function arrivalWords({ answers, queries, others }: Arrivals): string {
  return [
    ...(answers > 0 ? [t("question.said.answers", { count: answers })] : []),
    ...(queries > 0 ? [t("question.said.queries", { count: queries })] : []),
    ...(answers + queries === 0 && others > 0 ? [t("question.said.others")] : []),
  ].join(" ");
}

class Personal {
  counts = $state.raw<PersonalCounts>(none);
  bookmarks = $state.raw<readonly Bookmark[]>([]);
  /** Why the personal data cannot be had. */
  failure = $state.raw<Failure | null>(null);
  /** Counts changes from outside: whoever shows a question asks again when it moves. */
  version = $state(0);
  /** What is told aloud. */
  said = $state("");

  /** Begins to listen; once, at the start. */
  async begin(): Promise<void> {
    try {
      await onLetters((arrivals) => this.#arrived(arrivals));
      await onPressed(() => void this.#called());
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
    await this.load();
  }

  /** Reads how much there is. */
  async load(): Promise<void> {
    try {
      const [counts, bookmarks] = await Promise.all([api.personalCounts(), api.bookmarks()]);
      [this.counts, this.bookmarks, this.failure] = [counts, bookmarks, null];
    } catch (thrown) {
      this.failure = asFailure(thrown);
    }
  }

  /** Something was done here that the counts or the list of bookmarks show. */
  changed(said = ""): void {
    if (said !== "") this.said = said;
    this.version += 1;
    void this.load();
  }

  isMarked(record: RecordId): boolean {
    return this.bookmarks.some((one) => one.record === record && one.anchor === null);
  }

  /** Marks a record, or takes the mark away. */
  async mark(record: RecordId, title: string): Promise<void> {
    const was = this.isMarked(record);
    try {
      await (was ? api.removeBookmark(record, null) : api.addBookmark(record, null, title));
      this.changed(t(was ? "bookmark.removed" : "bookmark.added"));
    } catch (thrown) {
      this.failure = asFailure(thrown);
      this.said = t("bookmark.failed");
    }
  }

  /** Whoever pressed a notification came for what is new: one question, or all where there are several. */
  async #called(): Promise<void> {
    // A dialog may hold words that are not kept yet: what is new waits behind it.
    if (document.querySelector("dialog[open]") !== null) return;
    try {
      const [one, ...others] = (await api.questions()).filter((question) => question.unread);
      route.go(one !== undefined && others.length === 0 ? questionAddress(one.id) : "#/questions");
    } catch {
      // The list says why it cannot be read.
      route.go("#/questions");
    }
  }

  #arrived(arrivals: Arrivals): void {
    const words = arrivalWords(arrivals);
    if (words !== "") this.said = words;
    // What only stands elsewhere than before disturbs nobody.
    ring(arrivalWords({ ...arrivals, others: 0 }));
    this.version += 1;
    void this.load();
  }
}

export const personal = new Personal();
