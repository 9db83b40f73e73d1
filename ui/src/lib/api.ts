// The only file that knows Tauri: what the window may ask of the program. Everything throws a Failure.
import { getCurrentWindow } from "@tauri-apps/api/window";
import { commands } from "./bindings";
import { asFailure } from "./errors";

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

/** The program's commands, with failures in one shape. */
export const api = {
  search: (...args: Parameters<typeof commands.search>) => asked(commands.search(...args)),
  reading: (...args: Parameters<typeof commands.reading>) => asked(commands.reading(...args)),
  links: (...args: Parameters<typeof commands.links>) => asked(commands.links(...args)),
  overview: (...args: Parameters<typeof commands.overview>) => asked(commands.overview(...args)),
  wording: (...args: Parameters<typeof commands.wording>) => asked(commands.wording(...args)),
  status: () => asked(commands.status()),
  settings: () => asked(commands.settings()),
  saveSettings: (...args: Parameters<typeof commands.saveSettings>) => asked(commands.saveSettings(...args)),
  openOutside: (...args: Parameters<typeof commands.openOutside>) => asked(commands.openOutside(...args)),
  painted: () => asked(commands.painted()),
};

/** Puts a title on the document and, where there is one, on the window's frame. */
export function nameWindow(title: string): void {
  document.title = title;
  // Best effort: in a plain browser, as in tests, there is no frame to name.
  void (async () => getCurrentWindow().setTitle(title))().catch(() => undefined);
}
