// @vitest-environment jsdom
// Settings: bounded whatever was kept, applied at once, and told apart from what could not be kept.
import { beforeEach, describe, expect, it, vi } from "vitest";

const invoke = vi.hoisted(() => vi.fn());
vi.mock("@tauri-apps/api/core", () => ({ invoke }));

vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
}));

const { boundedSize, complete, lookOf, settings } = await import("../src/lib/settings.svelte");
const { language } = await import("../src/lib/words.svelte");

const root = document.documentElement;

beforeEach(() => {
  invoke.mockReset();
  invoke.mockImplementation((_: string, args?: { settings: unknown }) =>
    Promise.resolve(args?.settings ?? {}),
  );
});

describe("kept settings", () => {
  it("are completed by what nobody has set", () => {
    expect(complete({})).toEqual({
      theme: "system",
      text_size: 100,
      language: null,
      reduce_motion: false,
      practitioner_depth: true,
      notify: true,
      letter_keys: true,
      sync: {},
      my_city: null,
    });
    expect(complete(null).theme).toBe("system");
  });

  it("stay inside their bounds", () => {
    expect(boundedSize(20)).toBe(100);
    expect(boundedSize(1000)).toBe(200);
    expect(boundedSize(Number.NaN)).toBe(100);
    expect(complete({ text_size: 500 }).text_size).toBe(200);
  });
});

describe("the look of the window", () => {
  const quiet = { dark: false, contrast: false };

  it("follows the system only when told to", () => {
    expect(lookOf("system", { dark: true, contrast: false })).toBe("dark");
    expect(lookOf("system", quiet)).toBe("light");
    expect(lookOf("light", { dark: true, contrast: true })).toBe("light");
  });

  it("puts high contrast before dark, for who asks for both", () => {
    expect(lookOf("system", { dark: true, contrast: true })).toBe("contrast");
  });
});

describe("a change of settings", () => {
  it("is seen at once and then kept", async () => {
    const kept = settings.change({ theme: "dark", text_size: 150, reduce_motion: true });
    expect(root.dataset.theme).toBe("dark");
    expect(root.style.fontSize).toBe("24px");
    expect(root.dataset.motion).toBe("reduced");
    await kept;
    expect(invoke).toHaveBeenCalledWith("save_settings", {
      settings: {
        theme: "dark",
        text_size: 150,
        language: null,
        reduce_motion: true,
        practitioner_depth: true,
        notify: true,
        letter_keys: true,
        sync: {},
        my_city: null,
      },
    });
  });

  it("of the language needs no new start", async () => {
    await settings.change({ language: "de" });
    expect(language()).toBe("de");
    expect(root.lang).toBe("de");
    await settings.change({ language: "en" });
    expect(language()).toBe("en");
  });

  it("that could not be kept still holds, and says so", async () => {
    invoke.mockRejectedValue({ code: "read_only", message: "the folder is not writable" });
    await settings.change({ text_size: 120 });
    expect(settings.now.text_size).toBe(120);
    expect(settings.failure?.code).toBe("read_only");
  });

  it("by keys goes in steps and stops at the ends", async () => {
    await settings.change({ text_size: 190 });
    settings.resize(1);
    settings.resize(1);
    expect(settings.now.text_size).toBe(200);
    settings.resize(0);
    expect(settings.now.text_size).toBe(100);
  });
});
