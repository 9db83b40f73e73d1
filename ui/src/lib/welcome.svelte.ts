// The quiet steps of the very first start: offered once, on the front page, and never again after Done or Skip.
import type { Settings as Kept } from "./bindings";

const name = "hrc.welcomed";

/** Whether these are the settings of somebody who has never changed one. */
export function untouched(kept: Required<Kept>): boolean {
  return kept.language === null && kept.theme === "system" && kept.text_size === 100 && !kept.reduce_motion;
}

function welcomed(): boolean {
  try {
    return localStorage.getItem(name) !== null;
  } catch {
    // Without a store the steps would come back at every start: then rather never.
    return true;
  }
}

class Welcome {
  /** Whether the steps stand on the front page. */
  open = $state(false);

  /** Decides once, when the settings have been read. */
  decide(kept: Required<Kept>): void {
    this.open = !welcomed() && untouched(kept);
  }

  /** Done or skipped: for good. */
  close(): void {
    this.open = false;
    try {
      localStorage.setItem(name, "1");
    } catch {
      // Closed for this session at least.
    }
  }
}

export const welcome = new Welcome();
