// The news: what is gone since, and a short list in which no change hides another.
import { describe, expect, it } from "vitest";
import type { News, NewsItem } from "../src/lib/bindings";
import { firstFew, gone, total } from "../src/lib/news";

const item = (id: string): NewsItem => ({ id, kind: "term", title: id, parts: [] });
const news = (at: string, some: Partial<Record<"added" | "changed" | "withdrawn", string[]>>): News => ({
  at,
  added: (some.added ?? []).map(item),
  changed: (some.changed ?? []).map(item),
  withdrawn: (some.withdrawn ?? []).map(item),
});

describe("what is gone", () => {
  it("is what was withdrawn and did not come again", () => {
    const all = [
      news("3", { added: ["back"] }),
      news("2", { withdrawn: ["away", "back"] }),
      news("1", { added: ["away"], changed: ["kept"] }),
    ];
    expect([...gone(all).keys()]).toEqual(["away"]);
    expect(gone(all).get("away")?.at).toBe("2");
  });

  it("is told with the sync that took it last", () => {
    const all = [
      news("3", { withdrawn: ["x"] }),
      news("2", { added: ["x"] }),
      news("1", { withdrawn: ["x"] }),
    ];
    expect(gone(all).get("x")?.at).toBe("3");
  });
});

describe("the first few", () => {
  it("give each change its share, in their order", () => {
    const much = news("1", { added: ["a", "b", "c", "d"], changed: ["e"], withdrawn: ["f", "g"] });
    expect(firstFew(much, 3).map((one) => one.item.id)).toEqual(["a", "e", "f"]);
    expect(firstFew(much, 5).map((one) => one.item.id)).toEqual(["a", "b", "e", "f", "g"]);
    expect(total(much)).toBe(7);
  });

  it("are all of them where there are no more", () => {
    expect(firstFew(news("1", { changed: ["a"] }), 3)).toHaveLength(1);
  });
});
