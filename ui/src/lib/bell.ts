// The system's own notification that something arrived, for whoever looks at something else. It says how much, never
// what.
import { api } from "./api";
import { settings } from "./settings.svelte";
import { t } from "./words.svelte";

/** Whether the reader has this window in front. */
function inFront(): boolean {
  return !document.hidden && document.hasFocus();
}

/** Rings with the sentence that tells an arrival: where there is one, to whoever wants it and does not see it here. */
export function ring(words: string): void {
  if (words === "" || !settings.now.notify || inFront()) return;
  // Best effort: without it, the window still tells what arrived.
  void api.announce(t("brand.full"), words).catch(() => undefined);
}
