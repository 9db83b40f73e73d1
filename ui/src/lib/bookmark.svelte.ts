// Where reading stopped last: one record and its section, kept on this computer and forgotten on request.
import type { RecordId } from "./bindings";

const name = "hrc.last-read";

/** The record read last. */
export interface LastRead {
  id: RecordId;
  title: string;
  language: string;
  /** The section that was in view; none at the beginning. */
  anchor: string | null;
  heading: string;
}

function kept(): LastRead | null {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(name) ?? "null");
    return typeof value === "object" && value !== null && "id" in value && "title" in value
      ? (value as LastRead)
      : null;
  } catch {
    return null;
  }
}

class Bookmark {
  last = $state.raw<LastRead | null>(kept());

  put(last: LastRead): void {
    this.last = last;
    this.#write(() => localStorage.setItem(name, JSON.stringify(last)));
  }

  forget(): void {
    this.last = null;
    this.#write(() => localStorage.removeItem(name));
  }

  #write(write: () => void): void {
    try {
      write();
    } catch {
      // A full or closed store costs the bookmark, nothing else.
    }
  }
}

export const bookmark = new Bookmark();
