// The one table of keys: tooltips, the hints under the results, the help, the list of actions and the handler
// are made from it. Only keys whose function is built stand here.
import type { MessageKey } from "./messages";

/** What a key can do in the reader's window. */
export type WindowAction =
  | "search"
  | "clear"
  | "move"
  | "open"
  | "narrow"
  | "back"
  | "forward"
  | "section_before"
  | "section_after"
  | "ask"
  | "bookmark"
  | "note"
  | "cite"
  | "print"
  | "pane"
  | "larger"
  | "smaller"
  | "normal"
  | "settings"
  | "help"
  | "present";

/** What a key can do in the two windows of presenting, always to what the audience sees. */
export type ShowAction =
  | "show_next"
  | "show_back"
  | "show_first"
  | "show_last"
  | "show_number"
  | "show_black"
  | "show_white"
  | "show_overview"
  | "show_presenter"
  | "show_swap"
  | "show_zoom"
  | "show_pointer"
  | "show_freeze"
  | "show_move"
  | "show_larger"
  | "show_smaller"
  | "show_dark"
  | "show_notes_larger"
  | "show_notes_smaller"
  | "show_clock"
  | "show_keys"
  | "show_escape"
  | "show_resume";

/** What a key can do. */
export type Action = WindowAction | ShowAction;

/** One combination, by the physical meaning of `KeyboardEvent.key`. `mod` is Ctrl, on macOS Cmd. */
export interface Combination {
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
  keys: readonly string[];
}

/** A line of the table. */
export interface KeyLine {
  action: Action;
  words: MessageKey;
  combinations: readonly Combination[];
  /** On macOS, where its habit differs. */
  mac?: readonly Combination[];
  /** Where it holds; such keys are handled by the screen itself when they are no combination. */
  where: "everywhere" | "search" | "record" | "presenting";
  /** Whether the window's own handler acts on it (else the element that has the focus does). */
  global: boolean;
}

export const keyTable: readonly KeyLine[] = [
  {
    action: "search",
    words: "key.search",
    combinations: [
      { mod: true, keys: ["k"] },
      { mod: true, keys: ["l"] },
    ],
    where: "everywhere",
    global: true,
  },
  {
    action: "clear",
    words: "key.clear",
    combinations: [{ keys: ["Escape"] }],
    where: "search",
    global: false,
  },
  {
    action: "move",
    words: "key.move",
    combinations: [{ keys: ["ArrowUp"] }, { keys: ["ArrowDown"] }],
    where: "search",
    global: false,
  },
  { action: "open", words: "key.open", combinations: [{ keys: ["Enter"] }], where: "search", global: false },
  {
    action: "narrow",
    words: "key.narrow",
    combinations: [{ mod: true, shift: true, keys: ["f"] }],
    where: "search",
    global: true,
  },
  {
    action: "back",
    words: "key.back",
    combinations: [{ alt: true, keys: ["ArrowLeft"] }],
    mac: [{ mod: true, keys: ["["] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "forward",
    words: "key.forward",
    combinations: [{ alt: true, keys: ["ArrowRight"] }],
    mac: [{ mod: true, keys: ["]"] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "section_before",
    words: "key.section_before",
    combinations: [{ alt: true, keys: ["ArrowUp"] }],
    where: "record",
    global: true,
  },
  {
    action: "section_after",
    words: "key.section_after",
    combinations: [{ alt: true, keys: ["ArrowDown"] }],
    where: "record",
    global: true,
  },
  {
    action: "bookmark",
    words: "key.bookmark",
    combinations: [{ mod: true, keys: ["d"] }],
    where: "record",
    global: true,
  },
  {
    action: "note",
    words: "key.note",
    combinations: [{ mod: true, shift: true, keys: ["n"] }],
    where: "record",
    global: true,
  },
  {
    action: "cite",
    words: "key.cite",
    combinations: [{ mod: true, shift: true, keys: ["c"] }],
    where: "record",
    global: true,
  },
  {
    action: "ask",
    words: "key.ask",
    combinations: [{ mod: true, keys: ["n"] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "print",
    words: "key.print",
    combinations: [{ mod: true, keys: ["p"] }],
    where: "everywhere",
    global: true,
  },
  { action: "pane", words: "key.pane", combinations: [{ keys: ["F6"] }], where: "everywhere", global: true },
  {
    action: "larger",
    words: "key.larger",
    combinations: [{ mod: true, keys: ["+", "="] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "smaller",
    words: "key.smaller",
    combinations: [{ mod: true, keys: ["-", "_", "−"] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "normal",
    words: "key.normal",
    combinations: [{ mod: true, keys: ["0"] }],
    where: "everywhere",
    global: true,
  },
  {
    action: "settings",
    words: "key.settings",
    combinations: [{ mod: true, keys: [","] }],
    where: "everywhere",
    global: true,
  },
  { action: "help", words: "key.keys", combinations: [{ keys: ["F1"] }], where: "everywhere", global: true },
  {
    action: "present",
    words: "key.present",
    combinations: [{ keys: ["F5"] }],
    where: "record",
    global: true,
  },
  showing("show_next", ...each("ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n")),
  showing("show_back", ...each("ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p")),
  showing("show_first", { keys: ["Home"] }),
  showing("show_last", { keys: ["End"] }),
  showing("show_number", { keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"] }),
  showing("show_black", ...each("b", ".")),
  showing("show_white", ...each("w", ",")),
  showing("show_overview", { keys: ["o"] }),
  showing("show_presenter", { keys: ["s"] }),
  showing("show_swap", { keys: ["x"] }),
  showing("show_zoom", { keys: ["z"] }),
  showing("show_pointer", { keys: ["l"] }),
  showing(
    "show_move",
    ...each("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown").map((one) => ({ ...one, shift: true })),
  ),
  showing("show_freeze", { shift: true, keys: ["f"] }),
  showing("show_larger", { keys: ["+", "="] }),
  showing("show_smaller", { keys: ["-", "_", "−"] }),
  showing("show_dark", { keys: ["d"] }),
  showing("show_notes_larger", { mod: true, keys: ["+", "="] }),
  showing("show_notes_smaller", { mod: true, keys: ["-", "_", "−"] }),
  showing("show_clock", { keys: ["t"] }),
  showing("show_keys", { keys: ["?"] }, { keys: ["F1"] }),
  showing("show_escape", { keys: ["Escape"] }),
  showing("show_resume", { keys: ["F5"] }),
];

/** Each key by itself. */
function each(...keys: string[]): Combination[] {
  return keys.map((key) => ({ keys: [key] }));
}

/** A line of the two windows of presenting: their own handler acts on it. */
function showing(action: ShowAction, ...combinations: Combination[]): KeyLine {
  return { action, words: `key.${action}`, combinations, where: "presenting", global: false };
}

export const onMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Where keys hold, in the order they are listed. */
export const keyPlaces = [
  "everywhere",
  "search",
  "record",
  "presenting",
] as const satisfies readonly KeyLine["where"][];

/** The combinations of an action on this platform. */
export function combinations(action: Action, mac = onMac): readonly Combination[] {
  const line = keyTable.find((one) => one.action === action);
  return (mac ? line?.mac : undefined) ?? line?.combinations ?? [];
}

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The global action of the reader's window that a key press means, or none. */
export function actionOf(press: KeyPress, mac = onMac): WindowAction | null {
  const line = keyTable.find((one) => one.global && means(press, combinations(one.action, mac), mac));
  return line === undefined ? null : (line.action as WindowAction);
}

/** What a key press means while presenting. Keys that are one letter, digit or sign can be switched off, so that
 * what is dictated or struck by mistake does nothing. */
export function showActionOf(press: KeyPress, letters: boolean, mac = onMac): ShowAction | null {
  if (!letters && isLetter(press)) return null;
  const line = keyTable.find(
    (one) => one.where === "presenting" && means(press, combinations(one.action, mac), mac),
  );
  return line === undefined ? null : (line.action as ShowAction);
}

/** A key that is one letter, digit or sign by itself. The space bar is none: it presses what has the focus. */
function isLetter(press: KeyPress): boolean {
  return press.key.length === 1 && press.key !== " " && !press.ctrlKey && !press.metaKey && !press.altKey;
}

function means(press: KeyPress, table: readonly Combination[], mac: boolean): boolean {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (other) return false;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // + is Shift and another key on many keyboards: Shift counts only where the table names it.
  const sign = press.key.length === 1 && !/^[a-z]$/.test(key);
  return table.some((combination) => {
    if (!combination.keys.includes(key)) return false;
    const shifted = combination.shift === true ? press.shiftKey : !press.shiftKey || sign;
    return shifted && (combination.mod ?? false) === mod && (combination.alt ?? false) === press.altKey;
  });
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  "-": "−",
  "1": "1 … 9",
};
const namedKeys: Readonly<Record<string, MessageKey>> = {
  Escape: "key.name.escape",
  Enter: "key.name.enter",
  " ": "key.name.space",
  Home: "key.name.home",
  End: "key.name.end",
  PageUp: "key.name.page_up",
  PageDown: "key.name.page_down",
  Backspace: "key.name.backspace",
};

/** A combination as its keys are labelled, each its own word of the catalogue or a symbol. */
export function keyNames(combination: Combination, name: (key: MessageKey) => string, mac = onMac): string[] {
  const first = combination.keys[0] ?? "";
  const word = namedKeys[first];
  return [
    ...(combination.mod === true ? [mac ? "⌘" : name("key.name.ctrl")] : []),
    ...(combination.alt === true ? [mac ? "⌥" : name("key.name.alt")] : []),
    ...(combination.shift === true ? [mac ? "⇧" : name("key.name.shift")] : []),
    word === undefined ? (symbols[first] ?? first.toUpperCase()) : name(word),
  ];
}
