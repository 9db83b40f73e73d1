// @vitest-environment jsdom
// What Intl says for the window, in all six languages: numbers, lists, sizes, names.
import { afterAll, describe, expect, it } from "vitest";
import { windowLanguages, type WindowLanguage } from "../src/lib/messages";
import { bytes, country, languageName, list, number, speak } from "../src/lib/words.svelte";

/** What is said in each language; spaces that do not break are shown as plain ones. */
function inAll(say: () => string): Record<WindowLanguage, string> {
  const said = windowLanguages.map((language) => {
    speak(language);
    return [language, say().replace(/[\u00a0\u202f]/g, " ")] as const;
  });
  return Object.fromEntries(said) as Record<WindowLanguage, string>;
}
afterAll(() => speak("en"));

describe("in each language", () => {
  it("a number has its own separators", () => {
    expect(inAll(() => number(303270))).toEqual({
      en: "303,270",
      de: "303.270",
      fr: "303 270",
      nl: "303.270",
      sv: "303 270",
      es: "303.270",
    });
  });

  it("a list ends with its own word for and", () => {
    expect(inAll(() => list(["A", "B", "C"]))).toEqual({
      en: "A, B and C",
      de: "A, B und C",
      fr: "A, B et C",
      nl: "A, B en C",
      sv: "A, B och C",
      es: "A, B y C",
    });
  });

  it("a size has its own unit and decimal sign", () => {
    expect(inAll(() => bytes(1_500_000))).toEqual({
      en: "1.5 MB",
      de: "1,5 MB",
      fr: "1,5 Mo",
      nl: "1,5 MB",
      sv: "1,5 MB",
      es: "1,5 MB",
    });
  });

  it("a language has a name that fits the sentence around it", () => {
    expect(inAll(() => languageName("sv"))).toEqual({
      en: "Swedish",
      de: "Schwedisch",
      fr: "suédois",
      nl: "Zweeds",
      sv: "svenska",
      es: "sueco",
    });
  });

  it("a language calls itself by its own name, with a capital", () => {
    expect(windowLanguages.map((language) => languageName(language, true))).toEqual([
      "English",
      "Deutsch",
      "Français",
      "Nederlands",
      "Svenska",
      "Español",
    ]);
  });

  it("a country has a name", () => {
    expect(inAll(() => country("AT"))).toEqual({
      en: "Austria",
      de: "Österreich",
      fr: "Autriche",
      nl: "Oostenrijk",
      sv: "Österrike",
      es: "Austria",
    });
  });
});
