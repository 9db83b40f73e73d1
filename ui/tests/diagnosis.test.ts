// What a diagnosis comes to: what stands first, what to do, and when a folder would help.
import { describe, expect, it } from "vitest";
import type { Diagnosis } from "../src/lib/bindings";
import { foremost, helpsFolder, remedies, remediesOf, telling, type Finding } from "../src/lib/diagnosis";
import { catalogues, type MessageKey } from "../src/lib/messages";

const finding = (some: Partial<Finding>): Finding => ({
  check: "clock",
  verdict: "well",
  cause: null,
  facts: [],
  message: "",
  ...some,
});
const diagnosis = (...findings: Finding[]): Diagnosis => ({ at: "", server: null, findings });
const portal = finding({ check: "portal", verdict: "failed", cause: "log_in_page" });
const clock = finding({ check: "clock", verdict: "warning", cause: "clock_off" });

describe("what stands first", () => {
  it("is a failure before a warning, though the warning came earlier", () => {
    expect(foremost(diagnosis(clock, portal))).toBe(portal);
    expect(foremost(diagnosis(finding({}), clock))).toBe(clock);
    expect(foremost(diagnosis(finding({})))).toBeNull();
  });
});

describe("what to do", () => {
  it("is said once each, in the order of the checks", () => {
    const early = finding({ check: "certificate", verdict: "failed", cause: "certificate_early" });
    expect(remediesOf(diagnosis(clock, early, portal)).self).toEqual([
      "diagnosis.way.clock",
      "diagnosis.way.log_in",
    ]);
  });

  it("is nothing where all is well, whatever the reason there is nothing to check", () => {
    const spared = finding({ check: "token", cause: "not_enrolled" });
    expect(remediesOf(diagnosis(spared))).toEqual({ self: [], it: [] });
  });

  it("is there for every cause that is a fault", () => {
    const silent = Object.entries(remedies).filter(([, { self, it }]) => self === null && it === null);
    expect(silent.map(([cause]) => cause).sort()).toEqual(["left_to_proxy", "not_encrypted", "not_enrolled"]);
  });

  it("has a sentence for every cause", () => {
    for (const cause of Object.keys(remedies)) {
      expect(catalogues.en[`diagnosis.cause.${cause}` as MessageKey], cause).toBeTruthy();
    }
  });
});

describe("a folder", () => {
  it("helps where the line is at fault, and not where the computer is", () => {
    expect(helpsFolder(diagnosis(portal))).toBe(true);
    expect(helpsFolder(diagnosis(clock))).toBe(false);
    const full = finding({ check: "disk", verdict: "failed", cause: "disk_full" });
    expect(helpsFolder(diagnosis(full))).toBe(false);
  });
});

it("what was seen is told where something is not well", () => {
  const facts = [{ name: "status" as const, value: "302" }];
  expect(telling(finding({ facts }))).toEqual([]);
  expect(telling({ ...portal, facts })).toEqual(facts);
});
