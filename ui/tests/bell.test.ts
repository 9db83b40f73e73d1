// @vitest-environment jsdom
// The system's notification: that something arrived, for whoever does not see it here, and never what.
import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Arrivals } from "../src/lib/bindings";

const announce = vi.hoisted(() => vi.fn());
const listeners = vi.hoisted((): ((arrivals: Arrivals) => void)[] => []);
const presses = vi.hoisted((): (() => void)[] => []);
const questions = vi.hoisted(() => vi.fn());
vi.mock("../src/lib/api", () => ({
  api: {
    announce,
    questions,
    painted: () => Promise.resolve(null),
    personalCounts: () => Promise.resolve({}),
    bookmarks: () => Promise.resolve([]),
    saveSettings: () => Promise.resolve({}),
  },
  onLetters: (told: (arrivals: Arrivals) => void) => {
    listeners.push(told);
    return Promise.resolve();
  },
  onPressed: (told: () => void) => {
    presses.push(told);
    return Promise.resolve();
  },
}));
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
}));

const { personal } = await import("../src/lib/personal.svelte");
const { route } = await import("../src/lib/route.svelte");
const { settings } = await import("../src/lib/settings.svelte");

const title = "Human Rights Cities Knowledge Centre";

function arrive(some: Partial<Arrivals>): void {
  for (const told of listeners) told({ answers: 0, queries: 0, others: 0, ...some });
}

function look(how: { focus: boolean; hidden?: boolean }): void {
  vi.spyOn(document, "hasFocus").mockReturnValue(how.focus);
  vi.spyOn(document, "hidden", "get").mockReturnValue(how.hidden ?? false);
}

beforeAll(async () => personal.begin());

beforeEach(async () => {
  announce.mockReset();
  announce.mockResolvedValue(null);
  look({ focus: false });
  personal.said = "";
  await settings.change({ notify: true, language: "en" });
});

describe("an arrival", () => {
  it("is announced to whoever looks at something else, in two fixed sentences", () => {
    arrive({ answers: 1 });
    arrive({ answers: 2, queries: 1, others: 4 });
    expect(announce.mock.calls, "how much, and no word of what").toEqual([
      [title, "An answer arrived."],
      [title, "2 answers arrived. The experts need to know more about one of your questions."],
    ]);
  });

  it("is announced in the reader's language", async () => {
    await settings.change({ language: "de" });
    arrive({ queries: 1 });
    expect(announce).toHaveBeenCalledWith(
      "Wissenszentrum Human Rights Cities",
      "Die Fachleute haben eine Rückfrage zu einer Ihrer Fragen.",
    );
  });

  it("is announced by the window alone while it is in front", () => {
    look({ focus: true });
    arrive({ answers: 1 });
    expect(announce, "it is seen here").not.toHaveBeenCalled();
    expect(personal.said).toBe("An answer arrived.");
    look({ focus: true, hidden: true });
    arrive({ answers: 1 });
    expect(announce, "a hidden window shows nothing").toHaveBeenCalledOnce();
  });

  it("is not announced to whoever switched it off", async () => {
    await settings.change({ notify: false });
    arrive({ answers: 1 });
    expect(announce).not.toHaveBeenCalled();
    expect(personal.said, "the window tells it all the same").toBe("An answer arrived.");
  });

  it("of anything but an answer or a question back disturbs nobody", () => {
    arrive({ others: 3 });
    expect(announce).not.toHaveBeenCalled();
    expect(personal.said).toBe("There is news about your questions.");
  });

  it("that the system will not announce is told by the window all the same", () => {
    announce.mockRejectedValue({ code: "internal", message: "no notifications" });
    arrive({ answers: 1 });
    expect(personal.said).toBe("An answer arrived.");
    expect(personal.failure, "and is no failure of one's own data").toBeNull();
  });
});

describe("a notification that is pressed", () => {
  /** Presses it where these questions are new; the address that is shown then. */
  async function press(...unread: string[]): Promise<string> {
    route.go("#/");
    questions.mockResolvedValue(["a", "b", "c"].map((id) => ({ id, unread: unread.includes(id) })));
    for (const told of presses) told();
    await new Promise((settled) => setTimeout(settled));
    return location.hash;
  }

  it("leads to the question something came to", async () => {
    expect(await press("b")).toBe("#/questions/b");
  });

  it("leads to all questions where something came to several, or what came is read already", async () => {
    expect(await press("a", "c")).toBe("#/questions");
    expect(await press()).toBe("#/questions");
  });

  it("leaves whoever is writing in a dialog there", async () => {
    document.body.innerHTML = "<dialog open></dialog>";
    expect(await press("b")).toBe("#/");
    document.body.innerHTML = "";
  });
});
