// The code of an invitation while it is typed: groups and the caret in them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caretAfter, charactersOf, codeLength, grouped } from "../src/lib/invitation";

describe("a code", () => {
  it("stands in groups of five, whatever was typed or pasted", () => {
    expect(grouped("")).toBe("");
    expect(grouped("abcde")).toBe("ABCDE");
    expect(grouped("abcdef")).toBe("ABCDE-F");
    expect(grouped("  ab cd\u2013ef-")).toBe("ABCDE-F");
    expect(grouped("0123456789abcdefghjkm")).toBe("01234-56789-ABCDE-FGHJK-M");
  });

  it("keeps what cannot be in one, for the program to say so", () => {
    expect(grouped("ü!u")).toBe("ÜU");
  });

  it("has as many characters as the program demands", () => {
    const rust = readFileSync(join(import.meta.dirname, "../../crates/domain/src/invitation.rs"), "utf8");
    const drawn = Number(/const DRAWN: usize = (\d+);/.exec(rust)?.[1]);
    expect(codeLength).toBe(drawn + 1);
  });
});

describe("the caret", () => {
  it("stays behind the letter it stood behind", () => {
    expect(caretAfter(0, "ABCDE-F")).toBe(0);
    expect(caretAfter(5, "ABCDE-F")).toBe(5);
    expect(caretAfter(6, "ABCDE-F")).toBe(7);
    expect(caretAfter(9, "ABCDE-F")).toBe(7);
  });

  it("counts no dashes among the letters", () => expect(charactersOf("a-b c").length).toBe(3));
});
