// The form of the server: what is refused before the program is asked, and where a refusal belongs.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressFault, groups, hostOfServer, proxyFault, refusal } from "../src/lib/server";

describe("the address of a server", () => {
  it("is one of the web", () => {
    for (const good of ["https://kc.example.org", " http://10.0.0.5:8480/kc/ "]) {
      expect(addressFault(good), good).toBeNull();
    }
    for (const bad of ["", "kc.example.org", "ftp://a", "file:///etc", "https://"]) {
      expect(addressFault(bad), bad).toBe("sync.set.fault.address");
    }
  });

  it("holds no secret", () => {
    expect(addressFault("https://me:secret@a.example")).toBe("sync.set.fault.address_secret");
  });

  it("is shown by its host and port", () => {
    expect(hostOfServer("https://kc.example.org/feeds/")).toBe("kc.example.org");
    expect(hostOfServer("http://127.0.0.1:8480/")).toBe("127.0.0.1:8480");
  });
});

it("a proxy is an address of the web too", () => {
  expect(proxyFault("http://proxy.example:3128")).toBeNull();
  expect(proxyFault("proxy.example:3128")).toBe("sync.set.fault.proxy");
});

describe("a refusal of the program", () => {
  const refused = (message: string) => refusal({ code: "invalid_input", message })?.field;

  it("belongs to the field it speaks of", () => {
    expect(refused("the server's address ftp://a: it must begin with https:// or http://")).toBe("address");
    expect(refused("the trust root is not a feed's 1.root.json: expected value")).toBe("root");
    expect(refused("the proxy's address must begin with http:// or https:// and name a host")).toBe("proxy");
    expect(refused("a server needs the trust root of its feed")).toBe("root");
    expect(refused("the preset /opt/preset.toml: no")).toBeUndefined();
    expect(refusal({ code: "io", message: "the trust root" })).toBeNull();
  });

  it("begins as the program has it", () => {
    const rust = (path: string) => readFileSync(join(import.meta.dirname, "../..", path), "utf8");
    expect(rust("crates/library/src/sync/mod.rs")).toContain("format!(\"the server's address ");
    expect(rust("crates/library/src/sync/mod.rs")).toContain("\"the proxy's address ");
    expect(rust("crates/feed/src/trust.rs")).toContain('format!("the trust root ');
    expect(rust("src-tauri/commands/sync.rs")).toContain('"a server needs the trust root');
  });
});

it("a fingerprint stands in groups of four", () => {
  expect(groups("420dc310cf6c")).toEqual(["420d", "c310", "cf6c"]);
});
