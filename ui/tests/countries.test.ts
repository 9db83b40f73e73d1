// The list of countries is what its package says, so that nobody has to believe that it was not mistyped.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import codes from "i18n-iso-countries/codes.json";
import { describe, expect, it } from "vitest";
import { windowLanguages, type WindowLanguage } from "../src/lib/messages";

const file = join(import.meta.dirname, "../../resources/content/taxonomy/countries.yaml");
/** The list by code and language: two levels of plain lines, checked in full by `hrc content check`. */
const listed = new Map(
  readFileSync(file, "utf8")
    .split(/^ {2}- id: /m)
    .slice(1)
    .map((concept) => {
      const [id = ""] = concept.split("\n", 1);
      const names = [...concept.matchAll(/^ {6}([a-z]{2}): (.*)$/gm)].map(([, language, name]) => [
        language ?? "",
        (name ?? "").replace(/^"(.*)"$/, "$1"),
      ]);
      return [id.replaceAll('"', ""), Object.fromEntries(names) as Record<string, string>];
    }),
);
const require = createRequire(import.meta.url);
const packaged = (language: string) =>
  (require(`i18n-iso-countries/langs/${language}.json`) as { countries: Record<string, string | string[]> })
    .countries;
const plain = (name: string) => name.replaceAll("’", "'");

/** Names for which the package has only a long, outdated or incomplete form. */
const byHand: Readonly<Record<WindowLanguage, Record<string, string>>> = {
  en: {
    BN: "Brunei",
    FM: "Micronesia",
    LA: "Laos",
    MD: "Moldova",
    SY: "Syria",
    VA: "Holy See (Vatican City)",
    VG: "British Virgin Islands",
    VI: "U.S. Virgin Islands",
  },
  de: { CD: "Demokratische Republik Kongo", PS: "Palästina", SY: "Syrien" },
  fr: { CI: "Côte d’Ivoire", CZ: "Tchéquie", TZ: "Tanzanie", US: "États-Unis" },
  nl: {},
  sv: { PS: "Palestina" },
  es: {
    CD: "República Democrática del Congo",
    CG: "República del Congo",
    CZ: "Chequia",
    KP: "Corea del Norte",
    KR: "Corea del Sur",
    LA: "Laos",
    MF: "San Martín (parte francesa)",
    SX: "San Martín (parte neerlandesa)",
    SY: "Siria",
  },
};

describe("the countries", () => {
  it("are those of the standard, and Kosovo", () => {
    const known = codes.map(([two]) => two ?? "");
    expect([...listed.keys()].sort()).toEqual([...new Set([...known, "XK"])].sort());
  });

  for (const language of windowLanguages) {
    it(`are called in ${language} what their package calls them, but for those put right by hand`, () => {
      const names = packaged(language);
      const different = [...listed].flatMap(([code, own]) => {
        const name = own[language] ?? "(none)";
        return [names[code] ?? []].flat().map(plain).includes(plain(name)) ? [] : [[code, name]];
      });
      expect(Object.fromEntries(different)).toEqual(byHand[language]);
    });
  }
});
