// Instants as a person says them: the time alone today, then yesterday, then the day.
import { describe, expect, it } from "vitest";
import { instantInWords } from "../src/lib/dates";

const now = new Date(2026, 10, 21, 14, 6);
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString();

describe("an instant", () => {
  it("of today is its time", () => {
    expect(instantInWords(at(2026, 10, 21, 8, 5), "en", now)).toMatch(/^0?8:05$/);
    expect(instantInWords(at(2026, 10, 21, 0, 0), "de", now)).toMatch(/^0?0:00$/);
  });

  it("of today says so where that does not go without saying", () => {
    expect(instantInWords(at(2026, 10, 21, 12, 5), "en", now, true)).toBe("today, 12:05");
    expect(instantInWords(at(2026, 10, 21, 12, 5), "de", now, true)).toBe("heute, 12:05");
  });

  it("of yesterday says so, also when it is only minutes ago", () => {
    const justAfter = new Date(2026, 10, 21, 0, 3);
    expect(instantInWords(at(2026, 10, 20, 23, 58), "en", justAfter)).toBe("yesterday, 23:58");
    expect(instantInWords(at(2026, 10, 20, 16, 42), "de", now)).toBe("gestern, 16:42");
  });

  it("of another day names it, with the year where it is another", () => {
    expect(instantInWords(at(2026, 10, 17, 16, 42), "en", now)).toBe("17 Nov, 16:42");
    expect(instantInWords(at(2025, 10, 17, 16, 42), "en", now)).toBe("17 Nov 2025, 16:42");
  });

  it("that is none is given back", () => {
    expect(instantInWords("soon", "en", now)).toBe("soon");
  });
});
