// Keys: one table, no two meanings for one combination, and labels by platform and language.
import { describe, expect, it } from "vitest";
import { actionOf, combinations, keyNames, keyTable, showActionOf } from "../src/lib/keys";
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
    for (const presenting of [false, true]) {
      const where = `${mac ? "macOS" : "elsewhere"}, ${presenting ? "presenting" : "reading"}`;
      it(`gives no combination two meanings (${where})`, () => {
        const all = keyTable
          .filter((line) => (line.where === "presenting") === presenting)
          .flatMap((line) =>
            combinations(line.action, mac).flatMap(({ mod, alt, shift, keys }) =>
              keys.map((key) => [mod === true, alt === true, shift === true, key].join(" ")),
            ),
          );
        expect(new Set(all).size).toBe(all.length);
      });
    }
  }

  it("has no single letter but while presenting: it would disturb typing and screen readers", () => {
    for (const line of keyTable.filter((one) => one.where !== "presenting")) {
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

  it("presents what is open, and while presenting resumes", () => {
    expect(actionOf(press("F5"), false)).toBe("present");
    expect(showActionOf(press("F5"), true, false)).toBe("show_resume");
  });

  it("on macOS takes Cmd for Ctrl", () => {
    expect(actionOf(press("k", { metaKey: true }), true)).toBe("search");
    expect(actionOf(press("k", { ctrlKey: true }), true)).toBeNull();
    expect(actionOf(press("[", { metaKey: true }), true)).toBe("back");
  });
});

describe("a key press while presenting", () => {
  const meant = (key: string, held = {}, letters = true) => showActionOf(press(key, held), letters, false);

  it("means what the table says", () => {
    for (const key of ["ArrowRight", "ArrowDown", "PageDown", " ", "Enter", "n", "N"])
      expect(meant(key), key).toBe("show_next");
    for (const key of ["ArrowLeft", "ArrowUp", "PageUp", "Backspace", "p"])
      expect(meant(key), key).toBe("show_back");
    expect(meant("Home")).toBe("show_first");
    expect(meant("7")).toBe("show_number");
    expect(meant("o")).toBe("show_overview");
    expect(meant("x")).toBe("show_swap");
    expect(meant("?", { shiftKey: true })).toBe("show_keys");
  });

  it("is what a clicker sends", () => {
    expect(meant("PageDown")).toBe("show_next");
    expect(meant("PageUp")).toBe("show_back");
    expect(meant("b")).toBe("show_black");
    expect(meant(".")).toBe("show_black");
    expect(meant("Escape")).toBe("show_escape");
    expect(meant("F5")).toBe("show_resume");
  });

  it("tells the audience's text from the notes, and freezing from nothing", () => {
    expect(meant("+")).toBe("show_larger");
    expect(meant("+", { ctrlKey: true })).toBe("show_notes_larger");
    expect(meant("F", { shiftKey: true })).toBe("show_freeze");
    expect(meant("f")).toBeNull();
    expect(meant("ArrowRight", { shiftKey: true })).toBe("show_move");
  });

  it("means nothing as a single letter, digit or sign where these are switched off", () => {
    for (const key of ["n", "p", "b", ".", ",", "w", "o", "s", "x", "z", "l", "+", "-", "d", "t", "?", "1"])
      expect(meant(key, {}, false), key).toBeNull();
    expect(meant("F", { shiftKey: true }, false)).toBeNull();
    for (const key of [" ", "Enter", "PageDown", "Escape", "F5", "F1"])
      expect(meant(key, {}, false), key).not.toBeNull();
    expect(meant("+", { ctrlKey: true }, false)).toBe("show_notes_larger");
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
