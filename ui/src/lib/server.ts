// What a reader may name as a server and a proxy, checked before the program is asked, and which field a
// refusal of the program belongs to. Pure.
import type { Failure } from "./errors";
import type { MessageKey } from "./messages";

/** The fields of the form. */
export type Field = "address" | "root" | "proxy";

function webAddress(text: string): URL | null {
  const url = URL.parse(text.trim());
  return url !== null && ["http:", "https:"].includes(url.protocol) && url.hostname !== "" ? url : null;
}

/** What is wrong with the address of a server; none when nothing is. */
export function addressFault(text: string): MessageKey | null {
  const url = webAddress(text);
  if (url === null) return "sync.set.fault.address";
  return url.username !== "" || url.password !== "" ? "sync.set.fault.address_secret" : null;
}

/** What is wrong with the address of a proxy; none when nothing is. */
export function proxyFault(text: string): MessageKey | null {
  return webAddress(text) === null ? "sync.set.fault.proxy" : null;
}

/** The field that a refusal of the program speaks of, and its sentence; none where it speaks of no field. */
export function refusal({ code, message }: Failure): { field: Field; words: MessageKey } | null {
  if (code !== "invalid_input") return null;
  if (message.startsWith("the server's address"))
    return { field: "address", words: "sync.set.fault.address" };
  if (message.startsWith("the proxy's address")) return { field: "proxy", words: "sync.set.fault.proxy" };
  if (message.startsWith("a server needs the trust root")) {
    return { field: "root", words: "sync.set.fault.root_missing" };
  }
  if (message.startsWith("the trust root")) return { field: "root", words: "sync.set.fault.root" };
  return null;
}

/** A fingerprint in groups of four, to be read aloud and compared. */
export function groups(fingerprint: string): string[] {
  return fingerprint.match(/.{1,4}/g) ?? [];
}

/** The host of a server, with its port where it has one. */
export function hostOfServer(address: string): string {
  return webAddress(address)?.host ?? address;
}
