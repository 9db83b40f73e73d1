// A question being written: what is missing is told by its field, and nothing is chosen for anybody.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { asSubject, faultsOf, letters, most, refusedField, whole, wordsOf } from "../src/lib/draft";

const good = {
  ...whole({}, "en"),
  subject: "May a city do this?",
  text: "It depends.",
  name: "A",
  asking_as: "named" as const,
  publish: "no" as const,
};

describe("a draft", () => {
  it("has nothing chosen beforehand where a choice must be made", () => {
    const empty = whole({}, "de");
    expect(empty.publish).toBeNull();
    expect(empty.asking_as).toBeNull();
    expect(empty.language).toBe("de");
    expect(whole({ language: "fr" }, "de").language, "what was kept counts").toBe("fr");
  });

  it("names every field that is missing", () => {
    expect(Object.keys(faultsOf(whole({}, "en")))).toEqual([
      "subject",
      "text",
      "asking_as",
      "name",
      "publish",
    ]);
    expect(faultsOf(good)).toEqual({});
    expect(faultsOf({ ...good, publish: null })).toEqual({ publish: "ask.fault.publish" });
    expect(faultsOf({ ...good, subject: "   " })).toEqual({ subject: "ask.fault.subject" });
  });

  it("counts letters as the server does, not halves of them", () => {
    expect(letters("a😀")).toBe(2);
    expect(faultsOf({ ...good, subject: "😀".repeat(most.subject) })).toEqual({});
    expect(faultsOf({ ...good, subject: "😀".repeat(most.subject + 1) })).toEqual({
      subject: "ask.fault.subject_long",
    });
  });

  it("knows the same bounds as the contract", () => {
    const rust = readFileSync(join(import.meta.dirname, "../../crates/domain/src/question.rs"), "utf8");
    const bound = (name: string) =>
      Number(new RegExp(`pub const ${name}: usize = ([\\d_]+);`).exec(rust)?.[1]?.replace(/_/g, ""));
    expect(most).toEqual({
      subject: bound("MAX_SUBJECT"),
      text: bound("MAX_TEXT"),
      name: bound("MAX_NAME"),
      city: bound("MAX_NAME"),
      themes: bound("MAX_THEMES"),
    });
  });

  it("takes a whole day or none", () => {
    expect(faultsOf({ ...good, needed_by: "2027-01-15" })).toEqual({});
    expect(faultsOf({ ...good, needed_by: "2027-01" })).toEqual({ needed_by: "ask.fault.needed_by" });
  });

  it("is at fault where the program says so", () => {
    const refusal = (message: string) => refusedField({ code: "invalid_input", message });
    expect(refusal("asking_as: nothing was chosen")).toBe("asking_as");
    expect(refusal("text: it has a control character")).toBe("text");
    expect(refusal("the question has left")).toBeNull();
    expect(refusedField({ code: "conflict", message: "text: x" })).toBeNull();
  });
});

describe("words brought along", () => {
  it("become one line that is not too long", () => {
    expect(asSubject("  two\n lines ")).toBe("two lines");
    expect(letters(asSubject("ä".repeat(500)))).toBe(most.subject);
  });

  it("are looked for without the signs by which a search leaves out words", () => {
    expect(wordsOf({ subject: "May a city (say) -not- do “this”?", text: "" })).toBe(
      "May a city say not- do this",
    );
    expect(wordsOf({ subject: "", text: "Housing, and more" })).toBe("Housing and more");
    expect(wordsOf({ subject: "", text: "" })).toBe("");
  });
});
