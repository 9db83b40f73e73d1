// @vitest-environment jsdom
// Syncing: what the program tells becomes one standing, fresh content where something changed, and one sentence
// at the end of a sync that the reader asked for.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { News, SyncReport, SyncState } from "../src/lib/bindings";

const api = vi.hoisted(() => ({
  syncNow: vi.fn(() => Promise.resolve(null)),
  syncFolder: vi.fn(() => Promise.resolve(null)),
  status: vi.fn(() => Promise.resolve({ digest: "one" })),
  syncStop: vi.fn(() => Promise.resolve()),
  syncState: vi.fn(),
  news: vi.fn((): Promise<News[]> => Promise.resolve([])),
}));
const hearing = vi.hoisted((): { tell: ((state: SyncState) => void) | null } => ({ tell: null }));
vi.mock("../src/lib/api", () => ({
  api,
  onSync: (told: (state: SyncState) => void) => {
    hearing.tell = told;
    return Promise.resolve();
  },
}));
const changed = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock("../src/lib/library.svelte", () => ({
  library: { changed, status: { digest: "one" } },
}));
const loadAccount = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock("../src/lib/account.svelte", () => ({ account: { load: loadAccount } }));

const { grave, minutesLeft, reason, standingOf, syncing } = await import("../src/lib/syncing.svelte");

const server = { address: "http://a.example/", fingerprint: "00", proxy: { way: "none" as const } };
const state = (some: Partial<SyncState> = {}): SyncState => ({
  server,
  running: null,
  last_complete: null,
  last_report: null,
  failure: null,
  from_folder: false,
  ...some,
});
const report = (some: Partial<SyncReport> = {}): SyncReport => ({
  head: 1,
  practitioner_head: null,
  applied: 0,
  withdrawn: 0,
  questions_sent: 0,
  updates: 0,
  requests: 2,
  bytes: 0,
  ms: 1,
  state: "current",
  ...some,
});
const running = { step: "checking" as const, done: 0, total: 0 };
const offline = { code: "offline" as const, message: "no line" };
const turn = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  vi.clearAllMocks();
  api.news.mockResolvedValue([]);
  syncing.follow(state({ server: null }));
  syncing.said = "";
});

describe("a standing", () => {
  it("is told by what matters most", () => {
    expect(standingOf(state({ server: null }))).toBe("none");
    expect(standingOf(state({ server: null, failure: offline }))).toBe("failed");
    expect(standingOf(state())).toBe("waiting");
    expect(standingOf(state({ running, failure: offline }))).toBe("running");
    expect(standingOf(state({ failure: offline, last_complete: "2026-11-21T08:00:00Z" }))).toBe("failed");
    expect(standingOf(state({ last_complete: "2026-11-21T08:00:00Z" }))).toBe("up_to_date");
  });

  it("of a bad line is no alarm, of a forged feed it is", () => {
    expect(grave(offline)).toBe(false);
    expect(grave({ code: "feed_forged", message: "" })).toBe(true);
    expect(reason(offline)).toBe("sync.why.offline");
    expect(reason({ code: "feed_forged", message: "" })).toBe("sync.why.other");
  });
});

describe("a sync that changed something", () => {
  it("brings fresh content, once", async () => {
    const last_report = report({ head: 7, applied: 2, state: "updated" });
    syncing.hear(state({ running }));
    syncing.hear(state({ last_report }));
    syncing.hear(state({ last_report, running }));
    syncing.hear(state({ last_report }));
    await turn();
    expect(changed).toHaveBeenCalledTimes(1);
    expect(api.news).toHaveBeenCalledTimes(1);
  });

  it("is told aloud only where the reader asked for it", async () => {
    const one = { id: "a", kind: "term" as const, title: "A", parts: [] };
    api.news.mockResolvedValue([{ at: "x", added: [one], changed: [], withdrawn: [one] }]);
    syncing.hear(state({ running }));
    syncing.hear(state({ last_report: report({ head: 8, state: "updated" }) }));
    await turn();
    expect(syncing.said).toBe("");
    await syncing.now();
    syncing.hear(state({ running }));
    syncing.hear(state({ last_report: report({ head: 9, state: "updated" }) }));
    await turn();
    expect(syncing.said).toBe("Sync finished: 1 added and 1 withdrawn.");
  });
});

describe("a sync of the practitioners’ layer", () => {
  it("brings fresh content although the general one is where it was", async () => {
    syncing.hear(state({ running }));
    syncing.hear(state({ last_report: report({ head: 7, state: "updated" }) }));
    syncing.hear(state({ running }));
    syncing.hear(state({ last_report: report({ head: 7, practitioner_head: 3, state: "updated" }) }));
    await turn();
    expect(changed).toHaveBeenCalledTimes(2);
  });

  it("is followed by the question whether this computer is still a member", () => {
    syncing.hear(state());
    expect(loadAccount).not.toHaveBeenCalled();
    syncing.hear(state({ running }));
    syncing.hear(state());
    expect(loadAccount).toHaveBeenCalledTimes(1);
  });

  it("that fails after the general one came brings fresh content all the same", async () => {
    syncing.hear(state({ running }));
    syncing.hear(state({ failure: offline }));
    await turn();
    expect(changed).not.toHaveBeenCalled();
    api.status.mockResolvedValueOnce({ digest: "two" });
    syncing.hear(state({ running }));
    syncing.hear(state({ failure: offline }));
    await turn();
    expect(changed).toHaveBeenCalledTimes(1);
  });
});

describe("a sync from a folder", () => {
  it("asks for this folder, and ends in a sentence of its own when it is refused", async () => {
    await syncing.fromFolder("/media/stick");
    expect(api.syncFolder).toHaveBeenCalledWith("/media/stick");
    const refused = { code: "not_found" as const, message: "there is no feed" };
    syncing.hear(state({ running, from_folder: true }));
    syncing.hear(state({ failure: refused, from_folder: true }));
    expect(syncing.said).toBe("Not synced. There is nothing to sync from in this folder.");
    expect(syncing.outcome()).toBe(syncing.said);
  });

  it("keeps the words of every error where a folder fails as a network does", async () => {
    const full = { code: "disk_full" as const, message: "" };
    syncing.hear(state({ failure: full, from_folder: true }));
    expect(syncing.outcome()).toBe("Not synced. There is no space left on this disk.");
    const missing = { code: "not_found" as const, message: "" };
    syncing.hear(state({ failure: missing }));
    expect(syncing.outcome()).toBe("Not synced. This is not in the collection.");
    await turn();
  });
});

describe("a sync the reader asked for", () => {
  it("ends in a sentence when nothing was new", async () => {
    await syncing.now();
    expect(syncing.said).toBe("Syncing");
    syncing.hear(state({ running }));
    expect(syncing.said).toBe("Syncing");
    syncing.hear(state({ last_report: report() }));
    expect(syncing.said).toBe("Sync finished. Nothing was new.");
    expect(changed).not.toHaveBeenCalled();
  });

  it("ends in a sentence when it failed", async () => {
    await syncing.now();
    syncing.hear(state({ running, failure: offline }));
    syncing.hear(state({ failure: offline }));
    expect(syncing.said).toBe("Not synced. The server cannot be reached.");
  });

  it("says at once when there is nobody to ask", async () => {
    api.syncNow.mockRejectedValueOnce({ code: "not_configured", message: "none" });
    await syncing.now();
    expect(syncing.refused?.code).toBe("not_configured");
    expect(syncing.said).toContain("No server has been named");
  });
});

it("what was told while the state was asked for is not overwritten by the answer", async () => {
  let answer: ((state: SyncState) => void) | null = null;
  api.syncState.mockReturnValue(new Promise<SyncState>((done) => (answer = done)));
  const begun = syncing.begin();
  await turn();
  hearing.tell?.(state({ running }));
  (answer as ((state: SyncState) => void) | null)?.(state());
  await begun;
  expect(syncing.standing).toBe("running");
});

it("how long it still takes is told only when it can be", () => {
  expect(minutesLeft(0, 100, 9_000)).toBeNull();
  expect(minutesLeft(50, 100, 1_000)).toBeNull();
  expect(minutesLeft(50, 100, 30_000)).toBe(0);
  expect(minutesLeft(10, 100, 20_000)).toBe(3);
});
