// @vitest-environment jsdom
// The question on the desk: every word is kept, one draft is one draft, and a failure loses nothing.
import { beforeEach, describe, expect, it, vi } from "vitest";

const saveDraft = vi.hoisted(() => vi.fn());
vi.mock("../src/lib/api", () => ({ api: { saveDraft } }));
const { Drafting } = await import("../src/lib/drafting.svelte");

beforeEach(() => {
  vi.resetAllMocks();
  vi.useFakeTimers();
});

describe("a draft on the desk", () => {
  it("is kept after a pause, and a quick hand makes one draft of it and not two", async () => {
    let answer: (id: string) => void = () => undefined;
    saveDraft.mockImplementationOnce(() => new Promise((done) => (answer = done)));
    saveDraft.mockResolvedValue("one");
    const kept = vi.fn();
    const drafting = new Drafting(kept);
    drafting.draft.subject = "H";
    drafting.change();
    expect(saveDraft, "not with every letter").not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(700);
    expect(saveDraft).toHaveBeenCalledTimes(1);
    drafting.draft.subject = "Housing";
    drafting.change();
    await vi.advanceTimersByTimeAsync(700);
    expect(saveDraft, "the second waits for the name of the first").toHaveBeenCalledTimes(1);
    answer("one");
    await drafting.flush();
    expect(saveDraft).toHaveBeenCalledTimes(2);
    expect(saveDraft.mock.calls[1]?.[0]).toBe("one");
    expect(saveDraft.mock.calls[1]?.[1]).toMatchObject({ subject: "Housing" });
    expect(kept).toHaveBeenCalledTimes(1);
  });

  it("is not kept where nothing was written", async () => {
    const drafting = new Drafting(vi.fn());
    await drafting.flush();
    expect(saveDraft).not.toHaveBeenCalled();
  });

  it("is tried again after a failure, with what was written since", async () => {
    saveDraft.mockRejectedValueOnce({ code: "disk_full", message: "" });
    saveDraft.mockResolvedValue("one");
    const drafting = new Drafting(vi.fn());
    drafting.draft.text = "Words";
    drafting.change();
    await drafting.flush();
    expect(drafting.failure?.code).toBe("disk_full");
    expect(drafting.draft.text, "it stays in the form").toBe("Words");
    await drafting.flush();
    expect(drafting.failure).toBeNull();
    expect(saveDraft.mock.calls[1]?.[1]).toMatchObject({ text: "Words" });
  });
});
