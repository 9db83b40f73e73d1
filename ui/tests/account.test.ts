// @vitest-environment jsdom
// The account as the window keeps it: what ends it brings fresh content, and is told until it was read.
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Account, Farewell } from "../src/lib/bindings";

const member: Account = {
  device: "0193",
  name: "A. Example",
  server: "https://kc.example.org/",
  since: "2026-11-21T08:00:00Z",
  valid_until: null,
  custody: "file",
};
const revoked: Farewell = { end: "revoked", at: "2026-11-21T09:00:00Z", removed: 13 };
const api = vi.hoisted(() => ({
  account: vi.fn((): Promise<unknown> => Promise.resolve(null)),
  farewell: vi.fn((): Promise<unknown> => Promise.resolve(null)),
  farewellRead: vi.fn(() => Promise.resolve(null)),
  enrol: vi.fn(),
  signOut: vi.fn(),
}));
vi.mock("../src/lib/api", () => ({ api }));
const changed = vi.hoisted(() => vi.fn(() => Promise.resolve()));
vi.mock("../src/lib/library.svelte", () => ({ library: { changed } }));

const { account } = await import("../src/lib/account.svelte");

beforeEach(async () => {
  vi.clearAllMocks();
  api.account.mockResolvedValue(null);
  api.farewell.mockResolvedValue(null);
  account.now = null;
  await account.load();
  changed.mockClear();
});

describe("an account", () => {
  it("comes with the name the server gave it", async () => {
    api.enrol.mockResolvedValue(member);
    await account.enrol("CODE", "  Town hall 4 ");
    expect(api.enrol).toHaveBeenCalledWith("CODE", "Town hall 4");
    expect(account.now).toEqual(member);
  });

  it("that could not be had leaves everything as it was", async () => {
    api.enrol.mockRejectedValue({ code: "invitation_used", message: "" });
    await expect(account.enrol("CODE", "x")).rejects.toMatchObject({ code: "invitation_used" });
    expect(account.now).toBeNull();
  });

  it("that ended while nobody looked brings fresh content and a farewell", async () => {
    account.now = member;
    api.farewell.mockResolvedValue(revoked);
    await account.load();
    expect(account.farewell).toEqual(revoked);
    expect(changed).toHaveBeenCalledTimes(1);
    await account.load();
    expect(changed, "once is enough").toHaveBeenCalledTimes(1);
  });

  it("is ended by signing out, and told so until it was read", async () => {
    account.now = member;
    api.signOut.mockResolvedValue({ ...revoked, end: "signed_out" });
    await account.signOut();
    expect(account.now).toBeNull();
    expect(account.farewell?.end).toBe("signed_out");
    expect(changed).toHaveBeenCalledTimes(1);
    await account.read();
    expect(account.farewell).toBeNull();
    expect(api.farewellRead).toHaveBeenCalledTimes(1);
  });
});
