// What the states of a question mean on the screen: whose turn it is, how it looks, what may be done now. One
// table, complete by type, and the only list of states. Pure.
import type { Delivery, Error, Letter, QuestionLine, QuestionState, QuestionThread } from "./bindings";
import type { Failure } from "./errors";
import type { MessageKey } from "./messages";

/** Whose turn it is. */
export type Turn = "yours" | "network" | "experts" | "nobody";
/** How a state is coloured; the word and the icon stand beside it always. */
export type Tone = "wait" | "info" | "turn" | "ok" | "bad" | "over";
/** What may be done with a question from the list. */
export type Press = "write" | "take_back" | "put_right" | "reply" | "read";

interface StateLook {
  words: MessageKey;
  /** The next step. */
  next: MessageKey;
  turn: Turn;
  tone: Tone;
  press: Press | null;
}

/** Every state there is. */
export const stateLooks: Readonly<Record<QuestionState, StateLook>> = {
  draft: {
    words: "question.state.draft",
    next: "question.next.draft",
    turn: "yours",
    tone: "wait",
    press: "write",
  },
  queued: {
    words: "question.state.queued",
    next: "question.next.queued",
    turn: "network",
    tone: "wait",
    press: "take_back",
  },
  sending: {
    words: "question.state.sending",
    next: "question.next.sending",
    turn: "network",
    tone: "wait",
    press: null,
  },
  unconfirmed: {
    words: "question.state.unconfirmed",
    next: "question.next.unconfirmed",
    turn: "network",
    tone: "wait",
    press: null,
  },
  failed: {
    words: "question.state.failed",
    next: "question.next.failed",
    turn: "yours",
    tone: "bad",
    press: "put_right",
  },
  received: {
    words: "question.state.received",
    next: "question.next.received",
    turn: "experts",
    tone: "info",
    press: null,
  },
  assigned: {
    words: "question.state.assigned",
    next: "question.next.assigned",
    turn: "experts",
    tone: "info",
    press: null,
  },
  reply_needed: {
    words: "question.state.reply_needed",
    next: "question.next.reply_needed",
    turn: "yours",
    tone: "turn",
    press: "reply",
  },
  answered: {
    words: "question.state.answered",
    next: "question.next.answered",
    turn: "nobody",
    tone: "ok",
    press: "read",
  },
  declined: {
    words: "question.state.declined",
    next: "question.next.declined",
    turn: "nobody",
    tone: "bad",
    press: "read",
  },
  closed: {
    words: "question.state.closed",
    next: "question.next.closed",
    turn: "nobody",
    tone: "over",
    press: "read",
  },
  withdrawn: {
    words: "question.state.withdrawn",
    next: "question.next.withdrawn",
    turn: "nobody",
    tone: "over",
    press: null,
  },
};

/** Whose turn it is with a question: yours too when the experts wait for an agreement to publish. */
export function turnOf({ state, publication }: Pick<QuestionLine, "state" | "publication">): Turn {
  return publication.stage === "proposed" ? "yours" : stateLooks[state].turn;
}

/** Those that wait for their asker first, then what has news, else in their order. */
export function inOrder(lines: readonly QuestionLine[]): QuestionLine[] {
  const rank = (line: QuestionLine) =>
    line.state === "reply_needed" || line.publication.stage === "proposed"
      ? 0
      : line.state === "failed"
        ? 1
        : line.unread
          ? 2
          : 3;
  return [...lines].sort((a, b) => rank(a) - rank(b));
}

const refusals = {
  invalid_input: "question.failure.invalid_input",
  conflict: "question.failure.conflict",
  too_many_tries: "question.failure.too_many_tries",
  not_enrolled: "question.failure.account",
  account_revoked: "question.failure.account",
  account_expired: "question.failure.account",
} satisfies Record<string, MessageKey>;

/** Why the server would not take it, in a few words. */
export function refusalWords(failure: Error | Failure | null): MessageKey {
  return failure !== null && Object.hasOwn(refusals, failure.code)
    ? refusals[failure.code as keyof typeof refusals]
    : "question.failure.other";
}

/** How far a message has come, in the words of the one list. */
export function deliveryWords(delivery: Delivery): MessageKey {
  return delivery.state === "received" ? "question.state.received" : stateLooks[delivery.state].words;
}

/** Whether something said can still be taken back. */
export function canUnsay({ delivery }: Letter): boolean {
  return delivery?.state === "queued" || delivery?.state === "failed";
}

/** Whether the question is still in its asker's hands alone. */
export function isHereAlone(state: QuestionState): boolean {
  return state === "draft" || state === "queued" || state === "failed";
}

/** The withdrawal that is on its way or has arrived. */
export function withdrawalOf({ letters }: QuestionThread): Letter | null {
  return (
    letters.findLast((one) => one.what.kind === "withdrawal" && one.delivery?.state !== "failed") ?? null
  );
}

/** The last thing said about the publication of a text. */
export function consentTo({ letters }: QuestionThread, digest: string): Letter | null {
  return (
    letters.findLast(
      (one) =>
        one.what.kind === "consent" && one.what.publication === digest && one.delivery?.state !== "failed",
    ) ?? null
  );
}

/** What one may say to a question as it stands: a reply, an addition, a follow-up; none where nothing can be. */
export function sayingOf(thread: QuestionThread): "reply" | "addition" | "follow_up" | null {
  if (thread.deleted_at !== null || withdrawalOf(thread) !== null) return null;
  switch (thread.line.state) {
    case "reply_needed":
      return "reply";
    case "answered":
    case "closed":
    case "declined":
      return "follow_up";
    case "sending":
    case "unconfirmed":
    case "received":
    case "assigned":
      return "addition";
    default:
      return null;
  }
}
