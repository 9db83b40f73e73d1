// The one table of keys: tooltips, the hints under the results, the help, the list of actions and the handler
// are made from it. Only keys whose function is built stand here.
import type { MessageKey } from "./messages";

/** What a key can do. */
export type Action =
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
  | "help";

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
  where: "everywhere" | "search" | "record";
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
];

export const onMac = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

/** Where keys hold, in the order they are listed. */
export const keyPlaces = ["everywhere", "search", "record"] as const satisfies readonly KeyLine["where"][];

/** The combinations of an action on this platform. */
export function combinations(action: Action, mac = onMac): readonly Combination[] {
  const line = keyTable.find((one) => one.action === action);
  return (mac ? line?.mac : undefined) ?? line?.combinations ?? [];
}

type KeyPress = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The global action a key press means, or none. */
export function actionOf(press: KeyPress, mac = onMac): Action | null {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const other = mac ? press.ctrlKey : press.metaKey;
  if (other) return null;
  for (const line of keyTable) {
    if (!line.global) continue;
    for (const combination of combinations(line.action, mac)) {
      const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
      if (!combination.keys.includes(key)) continue;
      // + is Shift and another key on many keyboards: Shift counts only where the table names it.
      const shifted = combination.shift === true ? press.shiftKey : !press.shiftKey || !/^[a-z]$/.test(key);
      if (shifted && (combination.mod ?? false) === mod && (combination.alt ?? false) === press.altKey) {
        return line.action;
      }
    }
  }
  return null;
}

const symbols: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  "-": "−",
};

/** A combination as its keys are labelled, each its own word of the catalogue or a symbol. */
export function keyNames(combination: Combination, name: (key: MessageKey) => string, mac = onMac): string[] {
  const first = combination.keys[0] ?? "";
  const named: Readonly<Record<string, MessageKey>> = { Escape: "key.name.escape", Enter: "key.name.enter" };
  const word = named[first];
  return [
    ...(combination.mod === true ? [mac ? "⌘" : name("key.name.ctrl")] : []),
    ...(combination.alt === true ? [mac ? "⌥" : name("key.name.alt")] : []),
    ...(combination.shift === true ? [mac ? "⇧" : name("key.name.shift")] : []),
    word === undefined ? (symbols[first] ?? first.toUpperCase()) : name(word),
  ];
}
