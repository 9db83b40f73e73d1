// Keys: one table, no two meanings for one combination, and labels by platform and language.
import { describe, expect, it } from "vitest";
import { actionOf, combinations, keyNames, keyTable } from "../src/lib/keys";
import { message, type MessageKey } from "../src/lib/messages";

const press = (
  key: string,
  held: Partial<Record<"ctrlKey" | "metaKey" | "altKey" | "shiftKey", boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});
const english = (key: MessageKey) => message("en", key);
const german = (key: MessageKey) => message("de", key);

describe("the table of keys", () => {
  for (const mac of [false, true]) {
    it(`gives no combination two meanings (${mac ? "macOS" : "elsewhere"})`, () => {
      const all = keyTable.flatMap((line) =>
        combinations(line.action, mac).flatMap(({ mod, alt, shift, keys }) =>
          keys.map((key) => [mod === true, alt === true, shift === true, key].join(" ")),
        ),
      );
      expect(new Set(all).size).toBe(all.length);
    });
  }

  it("has no single letter, which would disturb typing and screen readers", () => {
    for (const line of keyTable) {
      for (const { mod, alt, keys } of combinations(line.action, false)) {
        if (keys.some((key) => key.length === 1))
          expect(mod === true || alt === true, line.action).toBe(true);
      }
    }
  });
});

describe("a key press", () => {
  it("means what the table says", () => {
    expect(actionOf(press("k", { ctrlKey: true }), false)).toBe("search");
    expect(actionOf(press("l", { ctrlKey: true }), false)).toBe("search");
    expect(actionOf(press("ArrowLeft", { altKey: true }), false)).toBe("back");
    expect(actionOf(press("F", { ctrlKey: true, shiftKey: true }), false)).toBe("narrow");
    expect(actionOf(press(",", { ctrlKey: true }), false)).toBe("settings");
    expect(actionOf(press("F6"), false)).toBe("pane");
  });

  it("enlarges the text on keyboards where + needs Shift and where it does not", () => {
    expect(actionOf(press("+", { ctrlKey: true, shiftKey: true }), false)).toBe("larger");
    expect(actionOf(press("+", { ctrlKey: true }), false)).toBe("larger");
    expect(actionOf(press("=", { ctrlKey: true }), false)).toBe("larger");
  });

  it("means nothing without its companions", () => {
    expect(actionOf(press("k"), false)).toBeNull();
    expect(actionOf(press("f", { ctrlKey: true }), false)).toBeNull();
    expect(actionOf(press("ArrowLeft"), false)).toBeNull();
    expect(actionOf(press("k", { ctrlKey: true, altKey: true }), false)).toBeNull();
  });

  it("on macOS takes Cmd for Ctrl", () => {
    expect(actionOf(press("k", { metaKey: true }), true)).toBe("search");
    expect(actionOf(press("k", { ctrlKey: true }), true)).toBeNull();
    expect(actionOf(press("[", { metaKey: true }), true)).toBe("back");
  });
});

describe("the label of a key", () => {
  const first = (action: Parameters<typeof combinations>[0], mac: boolean) =>
    combinations(action, mac)[0] ?? { keys: [] };

  it("follows platform and language", () => {
    expect(keyNames(first("search", false), english, false)).toEqual(["Ctrl", "K"]);
    expect(keyNames(first("search", false), german, false)).toEqual(["Strg", "K"]);
    const french = (key: MessageKey) => message("fr", key);
    expect(keyNames(first("narrow", false), french, false)).toEqual(["Ctrl", "Maj", "F"]);
    expect(keyNames(first("clear", false), french, false)).toEqual(["Échap"]);
    expect(keyNames(first("search", true), english, true)).toEqual(["⌘", "K"]);
    expect(keyNames(first("back", false), english, false)).toEqual(["Alt", "←"]);
  });
});
