// The states of a question: one list, each with its words, its turn and its next step.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Letter, LetterText, QuestionLine, QuestionState, QuestionThread } from "../src/lib/bindings";
import { catalogues, message } from "../src/lib/messages";
import {
  canUnsay,
  consentTo,
  inOrder,
  isHereAlone,
  refusalWords,
  sayingOf,
  stateLooks,
  turnOf,
  withdrawalOf,
} from "../src/lib/question";

const line = (some: Partial<QuestionLine> = {}): QuestionLine => ({
  id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ab",
  subject: "Housing",
  state: "received",
  failure: null,
  reason: null,
  publication: { stage: "private" },
  changed_at: "2026-11-20T08:00:00Z",
  received_at: null,
  unread: false,
  account: null,
  pending: 0,
  ...some,
});
const letter = (what: LetterText, delivery: Letter["delivery"] = { state: "queued" }): Letter => ({
  id: "0190a1b2-c3d4-7e5f-8a6b-0123456789ac",
  at: "2026-11-20T08:00:00Z",
  what,
  delivery,
});
const thread = (
  state: QuestionState,
  letters: Letter[] = [],
  deleted: string | null = null,
): QuestionThread => ({
  line: line({ state }),
  draft: {},
  asked_at: null,
  deleted_at: deleted,
  reply: "",
  letters,
  publication: { stage: "private" },
});
const failed = { state: "failed" as const, error: { code: "conflict" as const, message: "" } };

describe("the states of a question", () => {
  it("are those of the contract, in its order", () => {
    const rust = readFileSync(join(import.meta.dirname, "../../crates/domain/src/question.rs"), "utf8");
    const list = /pub const fn as_str\(self\)[^}]*?match self \{([^}]*)\}/.exec(rust)?.[1] ?? "";
    const states = [...list.matchAll(/=> "(\w+)"/g)].map((found) => found[1]);
    expect(states).toHaveLength(12);
    expect(Object.keys(stateLooks)).toEqual(states);
  });

  it("each say something of their own in every language", () => {
    for (const [language, catalogue] of Object.entries(catalogues)) {
      const words = Object.values(stateLooks).map((look) => catalogue[look.words]);
      expect(new Set(words).size, language).toBe(12);
    }
  });

  it("never claim more than a receipt says", () => {
    for (const look of Object.values(stateLooks)) {
      expect(message("en", look.words, { date: "1 May", reason: "x" })).not.toMatch(
        /\b(submitted|pending|delivered)\b/i,
      );
    }
    expect(message("en", stateLooks.received.words, { date: "1 May" })).toBe(
      "Received by the Network on 1 May",
    );
    expect(message("en", stateLooks.unconfirmed.words)).toContain("without duplicating");
  });

  it("say whose turn it is, also where the experts wait for an agreement", () => {
    expect(turnOf(line({ state: "reply_needed" }))).toBe("yours");
    expect(turnOf(line({ state: "assigned" }))).toBe("experts");
    expect(turnOf(line({ state: "answered", publication: { stage: "proposed" } }))).toBe("yours");
    expect(turnOf(line({ state: "answered", publication: { stage: "scheduled", on: "" } }))).toBe("nobody");
  });

  it("put what waits for its asker first and leave the rest in its order", () => {
    const lines = [
      line({ id: "a", state: "assigned" }),
      line({ id: "b", state: "answered", unread: true }),
      line({ id: "c", state: "received" }),
      line({ id: "d", state: "failed" }),
      line({ id: "e", state: "reply_needed" }),
    ];
    expect(inOrder(lines).map((one) => one.id)).toEqual(["e", "d", "b", "a", "c"]);
    expect(lines[0]?.id, "the list that came stays as it came").toBe("a");
  });

  it("know until when a question is in its asker's hands alone", () => {
    expect((["draft", "queued", "failed"] as const).every(isHereAlone)).toBe(true);
    expect((["sending", "unconfirmed", "received"] as const).some(isHereAlone)).toBe(false);
  });

  it("give every refusal words", () => {
    expect(refusalWords({ code: "conflict", message: "" })).toBe("question.failure.conflict");
    expect(refusalWords({ code: "io", message: "" })).toBe("question.failure.other");
    expect(refusalWords(null)).toBe("question.failure.other");
  });
});

describe("what can be said", () => {
  it("depends on where the question stands", () => {
    expect(sayingOf(thread("draft"))).toBeNull();
    expect(sayingOf(thread("queued"))).toBeNull();
    expect(sayingOf(thread("assigned"))).toBe("addition");
    expect(sayingOf(thread("reply_needed"))).toBe("reply");
    expect(sayingOf(thread("closed"))).toBe("follow_up");
    expect(sayingOf(thread("withdrawn"))).toBeNull();
  });

  it("ends with a withdrawal on its way, and not with one that was refused", () => {
    expect(sayingOf(thread("assigned", [letter({ kind: "withdrawal" })]))).toBeNull();
    expect(withdrawalOf(thread("assigned", [letter({ kind: "withdrawal" }, failed)]))).toBeNull();
    expect(sayingOf(thread("answered", [], "2026-11-20T08:00:00Z")), "the server has it no more").toBeNull();
  });

  it("can be taken back only until it leaves", () => {
    const said = { kind: "message" as const, text: "x" };
    expect(canUnsay(letter(said))).toBe(true);
    expect(canUnsay(letter(said, failed))).toBe(true);
    expect(canUnsay(letter(said, { state: "sending" }))).toBe(false);
    expect(canUnsay(letter(said, { state: "unconfirmed" }))).toBe(false);
    expect(canUnsay(letter({ kind: "query", text: "x" }, null))).toBe(false);
  });

  it("counts as an agreement for that very text alone, and the last word counts", () => {
    const consent = (publication: string, granted: boolean) =>
      letter({ kind: "consent", publication, granted });
    const said = thread("answered", [consent("one", true), consent("two", true), consent("one", false)]);
    expect(consentTo(said, "one")?.what).toMatchObject({ granted: false });
    expect(consentTo(said, "two")?.what).toMatchObject({ granted: true });
    expect(consentTo(said, "three")).toBeNull();
  });
});
