// Errors: every code of the program has its words, and nothing thrown is lost.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asFailure, errorWords } from "../src/lib/errors";
import { catalogues } from "../src/lib/messages";

describe("the table of errors", () => {
  it("knows every code that the program can answer with", () => {
    const bindings = readFileSync(join(import.meta.dirname, "../src/lib/bindings.ts"), "utf8");
    const list = bindings.split("export type ErrorCode")[1]?.split("/**  Something that took")[0] ?? "";
    const codes = [...list.matchAll(/^"(\w+)"/gm)].map((match) => match[1]);
    expect(codes.length).toBeGreaterThan(10);
    expect(Object.keys(errorWords).sort()).toEqual(codes.sort());
  });

  it("gives every code a cause, what is safe and at least one way out", () => {
    for (const [code, words] of Object.entries(errorWords)) {
      expect(words.ways.length, code).toBeGreaterThan(0);
      for (const key of [words.title, words.safe, ...words.ways])
        expect(catalogues.en[key], code).toBeTruthy();
    }
  });

  it("gives different causes different titles", () => {
    const titles = Object.values(errorWords).map((words) => words.title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe("what was thrown", () => {
  it("keeps its code and message when it is an error of the program", () => {
    expect(asFailure({ code: "disk_full", message: "no space" })).toEqual({
      code: "disk_full",
      message: "no space",
    });
  });

  it("is a fault of the program when it has no known code", () => {
    expect(asFailure("invalid args `id`")).toEqual({ code: "internal", message: "invalid args `id`" });
    expect(asFailure(new Error("broken")).code).toBe("internal");
    expect(asFailure({ code: "toString" }).code).toBe("internal");
    expect(asFailure(undefined).code).toBe("internal");
  });
});
