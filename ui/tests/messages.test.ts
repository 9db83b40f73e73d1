// The catalogues: complete, alike in every language, and the only home of what is said.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse as parseIcu, TYPE, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { parse as parseSvelte } from "svelte/compiler";
import { describe, expect, it } from "vitest";
import {
  catalogues,
  message,
  messageParts,
  spoken,
  windowLanguages,
  type MessageKey,
} from "../src/lib/messages";
import { alikeEverywhere, alikeIn } from "./alike";

const source = join(import.meta.dirname, "../src");
/** What the printing program says of the catalogues. */
const printed = ["sheet", "words", "record", "comparison"].map((name) =>
  readFileSync(join(source, `../../crates/print/src/${name}.rs`), "utf8"),
);
const keys = Object.keys(catalogues.en) as MessageKey[];

function files(ending: RegExp): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => ending.test(name))
    .map((name) => join(source, name));
}

/** The names of what a sentence is filled with, and of its tags. */
function blanks(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    switch (element.type) {
      case TYPE.argument:
      case TYPE.number:
      case TYPE.date:
      case TYPE.time:
        return [element.value];
      case TYPE.select:
        return [
          `${element.value}: ${Object.keys(element.options).sort().join(" or ")}`,
          ...Object.values(element.options).flatMap((option) => blanks(option.value)),
        ];
      case TYPE.plural:
        return [element.value, ...Object.values(element.options).flatMap((option) => blanks(option.value))];
      case TYPE.tag:
        return [`<${element.value}>`, ...blanks(element.children)];
      default:
        return [];
    }
  });
}
/** The keywords of every plural of a sentence, one list a plural. */
function keywords(elements: MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return keywords(element.children);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [];
    const inner = Object.values(element.options).flatMap((option) => keywords(option.value));
    const own = Object.keys(element.options).filter((option) => !option.startsWith("="));
    return element.type === TYPE.plural ? [own, ...inner] : inner;
  });
}
const blanksOf = (text: string) => [...new Set(blanks(parseIcu(text)))].sort();

describe("the catalogues", () => {
  for (const language of windowLanguages) {
    it(`hold the same sentences in ${language} as in English`, () => {
      expect(Object.keys(catalogues[language])).toEqual(keys);
    });

    it(`fill the sentences in ${language} with the same values as in English`, () => {
      for (const key of keys) {
        expect(blanksOf(catalogues[language][key]), key).toEqual(blanksOf(catalogues.en[key]));
      }
    });

    it(`leave no sentence in ${language} empty`, () => {
      for (const key of keys) expect(catalogues[language][key].trim(), key).not.toBe("");
    });

    it(`have in ${language} every plural that its rules know`, () => {
      const known = new Intl.PluralRules(language).resolvedOptions().pluralCategories.sort();
      for (const key of keys) {
        for (const own of keywords(parseIcu(catalogues[language][key]))) {
          // One form for all numbers is enough where the words do not change.
          expect(own.length === 1 ? known : own.sort(), key).toEqual(known);
          expect(own, key).toContain("other");
        }
      }
    });

    it(`say each sentence in ${language}, whatever the number`, () => {
      for (const key of keys) {
        const names = [...catalogues[language][key].matchAll(/[{,]\s*(\w+)\s*(?=[,}])/g)].map(
          (found) => found[1],
        );
        for (const count of [0, 1, 2, 5, 1_000_000]) {
          const values = Object.fromEntries(names.map((name) => [name ?? "", count]));
          const said = messageParts(language, key, ["b"], values).map((part) => part.text);
          expect(said.join(""), key).not.toMatch(/[{}<>#]/);
        }
      }
    });

    it(`set quotation marks, apostrophes and spaces in ${language} as print does`, () => {
      for (const key of keys) {
        const text = catalogues[language][key];
        expect(text, key).not.toMatch(/["']|\.{3}| {2}|^\s|\s$/);
        if (language === "fr") expect(text, key).not.toMatch(/ [:;!?»%]|« |[^\u202f][;!?»%]|«[^\u202f]/);
        if (language === "sv") expect(text, key).not.toMatch(/[“„«»]/);
        if (language === "nl") expect(text, key).not.toMatch(/[„«»]/);
        if (language === "es") {
          expect(text, key).not.toMatch(/[“”„]/);
          if (text.endsWith("?")) expect(text, key).toContain("¿");
        }
      }
    });
  }

  for (const language of windowLanguages.filter((one) => one !== "en")) {
    it(`leave nothing in ${language} untranslated`, () => {
      const alike = keys.filter((key) => catalogues[language][key] === catalogues.en[key]);
      expect(alike.sort()).toEqual([...alikeEverywhere, ...alikeIn[language]].sort());
    });
  }

  it("are those of the languages that the product offers, in its order", () => {
    const rust = readFileSync(join(source, "../../crates/domain/src/language.rs"), "utf8");
    const offered = /INTERFACE: \[&str; \d+\] = \[([^\]]*)\]/.exec(rust)?.[1] ?? "";
    expect(windowLanguages).toEqual([...offered.matchAll(/"(\w+)"/g)].map((found) => found[1]));
  });

  it("hold nothing that is not said anywhere", () => {
    const code = files(/\.(ts|svelte)$/)
      .filter((file) => !file.endsWith("bindings.ts"))
      .map((file) => readFileSync(file, "utf8"))
      .concat(printed)
      .join("\n");
    const made = [...code.matchAll(/`([a-z_.]+\.)\$\{/g)].map((match) => match[1] ?? "");
    const silent = keys.filter(
      (key) => !code.includes(`"${key}"`) && !made.some((start) => key.startsWith(start)),
    );
    expect(silent).toEqual([]);
  });
});

describe("a sentence", () => {
  it("counts by the rules of its language", () => {
    expect(message("en", "search.results", { count: 1 })).toBe("1 result");
    expect(message("en", "search.results", { count: 22 })).toBe("22 results");
    expect(message("de", "rail.records", { count: 1 })).toBe("1 Eintrag");
    expect(message("fr", "search.results", { count: 0 })).toBe("0 résultat");
    expect(message("fr", "search.results", { count: 1234 })).toBe("1\u202f234 résultats");
    expect(message("fr", "search.results", { count: 1_000_000 })).toContain("de résultats");
    expect(message("nl", "search.results", { count: 1234 })).toBe("1.234 resultaten");
    expect(message("sv", "rail.records", { count: 1 })).toBe("1 post");
    expect(message("es", "search.results", { count: 0 })).toBe("0 resultados");
  });

  it("keeps its tags apart for the markup", () => {
    const parts = messageParts("en", "outside.question", ["b"], { host: "example.org" });
    expect(parts).toContainEqual({ tag: "b", text: "example.org" });
    expect(parts.map((part) => part.text).join("")).toBe("Open example.org in your browser?");
  });

  it("takes what a reader typed as text and not as markup", () => {
    const parts = messageParts("en", "corrected.showing", ["b"], {
      used: "<b>x</b>",
      typed: "{y}",
      count: 1,
    });
    expect(parts.map((part) => part.text).join("")).toContain("<b>x</b>");
  });
});

describe("the language of the window", () => {
  it("is the first one wished for that it speaks", () => {
    expect(spoken(["fi-FI", "de-AT", "en"])).toBe("de");
    expect(spoken(["sv-FI", "de-AT", "en"])).toBe("sv");
    expect(spoken([null, undefined, "DE"])).toBe("de");
  });

  it("is English when it speaks none of them", () => expect(spoken(["fi", "ca"])).toBe("en"));
});

interface Node {
  type?: string;
  name?: string;
  data?: string;
  value?: unknown;
  [key: string]: unknown;
}

/** Every literal text and every literal attribute that is read out or shown. */
function literals(node: unknown, found: string[] = []): string[] {
  if (Array.isArray(node)) {
    for (const one of node) literals(one, found);
  } else if (typeof node === "object" && node !== null) {
    const one = node as Node;
    if (one.type === "Text" && typeof one.data === "string") found.push(one.data);
    if (one.type === "Attribute") {
      const told = ["aria-label", "title", "placeholder", "alt", "aria-description", "aria-valuetext"];
      if (told.includes(one.name ?? "")) literals(one.value, found);
      return found;
    }
    if (one.type === "ExpressionTag" || one.type === "Script" || one.type === "StyleSheet") return found;
    for (const [name, value] of Object.entries(one)) if (name !== "expression") literals(value, found);
  }
  return found;
}

describe("the markup", () => {
  for (const file of files(/\.svelte$/)) {
    it(`of ${file.slice(source.length + 1)} says nothing that is not in the catalogue`, () => {
      const { fragment } = parseSvelte(readFileSync(file, "utf8"), { modern: true });
      expect(literals(fragment).filter((text) => /\p{L}/u.test(text))).toEqual([]);
    });
  }
});
