// A question being written: what it must hold before it can be sent, and which field a refusal belongs to. Pure;
// the program checks the same once more.
import type { AskingAs, Draft, PublishChoice } from "./bindings";
import type { Failure } from "./errors";
import type { MessageKey } from "./messages";

/** A draft with every field there, as the form holds it. */
export type WholeDraft = Required<Draft>;

/** The fields that can be at fault, in the order of the form. */
export const draftFields = [
  "subject",
  "text",
  "city",
  "needed_by",
  "themes",
  "asking_as",
  "name",
  "publish",
] as const;
export type DraftField = (typeof draftFields)[number];

/** What a field may hold, as in the contract with the server. */
export const most = { subject: 200, text: 20_000, name: 120, city: 120, themes: 12 } as const;

export const waysToAsk = ["named", "confidential", "pseudonym"] as const satisfies readonly AskingAs[];
export const waysToPublish = ["yes", "ask", "no"] as const satisfies readonly PublishChoice[];

/** A draft with whatever was kept of it. */
export function whole(draft: Draft, language: string): WholeDraft {
  return {
    subject: "",
    text: "",
    language,
    city: "",
    themes: [],
    record: null,
    needed_by: null,
    asking_as: null,
    name: "",
    publish: null,
    ...draft,
  };
}

/** Letters as the contract counts them. */
export function letters(text: string): number {
  return [...text].length;
}

/** The first line of words, as a subject: one line, and no longer than it may be. */
export function asSubject(words: string): string {
  return [...words.replace(/\s+/g, " ").trim()].slice(0, most.subject).join("");
}

/** What is wrong with each field; nothing in it when the question can be sent. */
export function faultsOf(draft: WholeDraft): Partial<Record<DraftField, MessageKey>> {
  const faults: Partial<Record<DraftField, MessageKey>> = {};
  const long = (field: "subject" | "text" | "name" | "city") => letters(draft[field].trim()) > most[field];
  if (draft.subject.trim() === "") faults.subject = "ask.fault.subject";
  else if (long("subject")) faults.subject = "ask.fault.subject_long";
  if (draft.text.trim() === "") faults.text = "ask.fault.text";
  else if (long("text")) faults.text = "ask.fault.text_long";
  if (long("city")) faults.city = "ask.fault.city_long";
  if (draft.needed_by !== null && !/^\d{4}-\d\d-\d\d$/.test(draft.needed_by)) {
    faults.needed_by = "ask.fault.needed_by";
  }
  if (draft.themes.length > most.themes) faults.themes = "ask.fault.themes";
  if (draft.asking_as === null) faults.asking_as = "ask.fault.asking_as";
  if (draft.name.trim() === "") faults.name = "ask.fault.name";
  else if (long("name")) faults.name = "ask.fault.name_long";
  if (draft.publish === null) faults.publish = "ask.fault.publish";
  return faults;
}

/** The field that a refusal of the program speaks of; none where it speaks of no field. */
export function refusedField({ code, message }: Failure): DraftField | null {
  if (code !== "invalid_input") return null;
  return draftFields.find((field) => message.startsWith(`${field}:`)) ?? null;
}

/** What similar answers are looked for by: the sentence, or, while there is none, the beginning of the text. The
 * signs by which a search leaves out words are no signs in a sentence. */
export function wordsOf({ subject, text }: Pick<WholeDraft, "subject" | "text">): string {
  const said = subject.trim().length > 2 ? subject : [...text].slice(0, 200).join("");
  return said
    .replace(/["“”„«»]/g, " ")
    .replace(/(^|\s)-+/g, "$1")
    .replace(/[?!.,;:()]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
