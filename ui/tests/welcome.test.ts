// @vitest-environment jsdom
// The steps of the first start: for those who have set nothing yet, once.
import { beforeEach, describe, expect, it } from "vitest";
import { untouched, welcome } from "../src/lib/welcome.svelte";

const rest = {
  theme: "system",
  text_size: 100,
  language: null,
  reduce_motion: false,
  practitioner_depth: true,
  notify: true,
  letter_keys: true,
  sync: {},
  my_city: null,
} as const;

beforeEach(() => {
  localStorage.clear();
  welcome.open = false;
});

describe("the first steps", () => {
  it("are offered when nothing was ever set", () => {
    welcome.decide(rest);
    expect(welcome.open).toBe(true);
  });

  it("are not offered to somebody who has set anything, as after moving to a new version", () => {
    for (const some of [
      { theme: "dark" },
      { text_size: 150 },
      { language: "de" },
      { reduce_motion: true },
    ] as const) {
      expect(untouched({ ...rest, ...some })).toBe(false);
    }
  });

  it("do not come back after Done or Skip, even when nothing was changed", () => {
    welcome.decide(rest);
    welcome.close();
    expect(welcome.open).toBe(false);
    welcome.decide(rest);
    expect(welcome.open).toBe(false);
  });
});
