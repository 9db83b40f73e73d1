// What the actions do, and the list of all of them for the search field's ">": one table for keys, help and list.
import { askAddress, browseAddress } from "./address";
import type { Theme } from "./bindings";
import { frame } from "./frame.svelte";
import { keyTable, type Action, type WindowAction } from "./keys";
import { windowLanguages } from "./messages";
import { route } from "./route.svelte";
import { settings } from "./settings.svelte";
import { stage } from "./stage.svelte";
import { syncing } from "./syncing.svelte";
import { languageName, t } from "./words.svelte";

/** Each action; answers whether it applied here. */
export const acts: Readonly<Record<WindowAction, () => boolean>> = {
  search: () => done(frame.focusSearch()),
  narrow: () => {
    if (!canNarrow()) return false;
    frame.narrowOpen = true;
    requestAnimationFrame(() => document.querySelector<HTMLElement>(".facets input")?.focus());
    return true;
  },
  back: () => done(route.back()),
  forward: () => done(route.forward()),
  section_before: () => step(-1),
  section_after: () => step(1),
  bookmark: () => onRecord("bookmark"),
  note: () => onRecord("note"),
  cite: () => onRecord("cite"),
  // Asked while reading, the question takes the record along; the form says so and can leave it out.
  ask: () => done(route.go(askAddress({ record: route.place.screen === "record" ? route.place.id : null }))),
  print: () => done(print()),
  pane: () => done(frame.nextPane()),
  larger: () => done(settings.resize(1)),
  smaller: () => done(settings.resize(-1)),
  normal: () => done(settings.resize(0)),
  settings: () => done(route.go("#/settings")),
  help: () => done(route.go("#/help")),
  present: () => {
    // Of what cannot be presented nothing begins; what was begun goes on.
    if (!frame.present && !stage.canResume) return false;
    if (frame.present) frame.present();
    else void stage.resume();
    return true;
  },
  // Handled by what has the focus.
  clear: () => false,
  move: () => false,
  open: () => false,
};

function done(outcome: unknown): boolean {
  return outcome !== false;
}
function onRecord(what: "bookmark" | "note" | "cite"): boolean {
  if (frame.onRecord === null) return false;
  frame.onRecord(what);
  return true;
}
function step(by: number): boolean {
  if (frame.stepSection === null) return false;
  frame.stepSection(by);
  return true;
}
function canNarrow(): boolean {
  return route.place.screen === "search" || route.place.screen === "cities";
}

/** Whether an action would do something here and now. */
function applies(action: WindowAction): boolean {
  switch (action) {
    case "back":
      return route.canGoBack;
    case "forward":
      return route.canGoForward;
    case "narrow":
      return canNarrow();
    case "section_before":
    case "section_after":
      return frame.stepSection !== null;
    case "bookmark":
    case "note":
    case "cite":
      return frame.onRecord !== null;
    case "present":
      return frame.present !== null || stage.canResume;
    // The search field is where the list is; the next pane is a matter of keys alone; the screens are listed.
    case "search":
    case "pane":
    case "settings":
    case "help":
      return false;
    default:
      return true;
  }
}

/** One line of the list of actions. */
export interface Command {
  id: string;
  label: string;
  /** Whose keys stand beside it. */
  action: Action | null;
  /** Whether it leads to another place; the focus goes there with it. */
  leads: boolean;
  run: () => void;
}

/** What can be done about syncing at the moment. */
function syncCommands(): Command[] {
  const act = (id: string, label: string, run: () => Promise<void>): Command => ({
    id,
    label,
    action: null,
    leads: false,
    run: () => void run(),
  });
  if (!syncing.hasServer) return [];
  return syncing.standing === "running"
    ? [act("sync-stop", t("sync.stop_action"), () => syncing.stop())]
    : [act("sync-now", t("sync.now"), () => syncing.now())];
}

const themes: readonly Theme[] = ["system", "light", "dark", "contrast"];

/** Every action that applies here: first the screens, then what can be done, then light and language. */
export function commands(): Command[] {
  const go = (id: string, name: string, href: string, action: Action | null = null): Command => ({
    id: `go-${id}`,
    label: t("actions.go", { name }),
    action,
    leads: true,
    run: () => route.go(href),
  });
  return [
    go("home", t("rail.home"), "#/"),
    go("browse", t("rail.browse"), "#/browse"),
    go("right", t("browse.way.right"), browseAddress("right")),
    go("theme", t("browse.way.theme"), browseAddress("theme")),
    go("charter", t("browse.way.charter"), browseAddress("charter")),
    go("goal", t("browse.way.goal"), browseAddress("goal")),
    go("cities", t("kinds.city"), "#/cities"),
    go("pairing", t("pairing.title"), "#/pairing"),
    go("glossary", t("kinds.term"), "#/glossary"),
    go("links", t("rail.links"), "#/links"),
    go("questions", t("question.mine"), "#/questions"),
    go("notes", t("note.mine"), "#/notes"),
    go("sync", t("sync.name"), "#/sync"),
    go("diagnosis", t("diagnosis.name"), "#/diagnosis"),
    go("folder", t("folder.name"), "#/sync/folder"),
    go("account", t("account.name"), "#/settings/account"),
    go("settings", t("rail.settings"), "#/settings", "settings"),
    go("help", t("rail.help"), "#/help", "help"),
    go("sources", t("rail.sources"), "#/sources"),
    ...keyTable
      .flatMap((line) => (line.global ? [{ ...line, action: line.action as WindowAction }] : []))
      .filter((line) => applies(line.action))
      .map((line) => ({
        id: line.action,
        label: t(line.words),
        action: line.action,
        leads: ["back", "forward", "narrow", "section_before", "section_after", "ask"].includes(line.action),
        run: () => void acts[line.action](),
      })),
    ...syncCommands(),
    ...themes.map((theme) => ({
      id: `theme-${theme}`,
      label: t("actions.light", { name: t(`theme.${theme}`) }),
      action: null,
      leads: false,
      run: () => void settings.change({ theme }),
    })),
    {
      id: "motion",
      label: t(settings.now.reduce_motion ? "actions.motion_normal" : "settings.reduce_motion"),
      action: null,
      leads: false,
      run: () => void settings.change({ reduce_motion: !settings.now.reduce_motion }),
    },
    ...windowLanguages.map((one) => ({
      id: `language-${one}`,
      label: t("actions.language", { name: languageName(one, true) }),
      action: null,
      leads: false,
      run: () => void settings.change({ language: one }),
    })),
  ];
}
