// A title as the name of a file: what no folder takes is left out, and a file always has a name.
import { describe, expect, it } from "vitest";
import { fileName } from "../src/lib/filename";

describe("A title as the name of a file", () => {
  it("keeps its words and loses what no folder takes", () => {
    expect(fileName("Graz/York: how?", "document")).toBe("Graz York how");
    expect(fileName("Städte in zwanzig Minuten", "document")).toBe("Städte in zwanzig Minuten");
  });

  it("is another name where nothing is left", () => {
    for (const none of ["", "..", " / ", "\u0000"]) expect(fileName(none, "workshop"), none).toBe("workshop");
  });
});
