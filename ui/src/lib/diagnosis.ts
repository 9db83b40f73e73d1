// Why a sync does not work, for the reader: tables from the words both ends know to those of the catalogue, and what
// a diagnosis comes to. What to do is told apart: what anybody can do, and what the IT department can. Pure.
import type { Cause, Diagnosis, FactName, Verdict } from "./bindings";
import type { MessageKey } from "./messages";

/** What one check found. */
export type Finding = Diagnosis["findings"][number];
/** Something that was seen. */
export type Fact = Finding["facts"][number];

type Way = Extract<MessageKey, `diagnosis.way.${string}`> | "error.way.restart";
type ForIt = Extract<MessageKey, `diagnosis.it.${string}`>;

/** What to do about a cause: oneself, and those who look after this computer. */
export interface Remedy {
  self: Way | null;
  it: ForIt | null;
}

const ask = (it: ForIt): Remedy => ({ self: "diagnosis.way.tell_it", it });
const self = (way: Way): Remedy => ({ self: way, it: null });
const both = (way: Way, it: ForIt): Remedy => ({ self: way, it });
const nothing: Remedy = { self: null, it: null };

/** Complete by type: a new cause does not compile without what to do about it. */
export const remedies: Readonly<Record<Cause, Remedy>> = {
  not_configured: both("diagnosis.way.name_server", "diagnosis.it.preset"),
  configuration_invalid: both("diagnosis.way.check_settings", "diagnosis.it.preset"),
  clock_off: both("diagnosis.way.clock", "diagnosis.it.clock"),
  clock_wrong: both("diagnosis.way.clock", "diagnosis.it.clock"),
  name_unknown: both("diagnosis.way.connect", "diagnosis.it.names"),
  name_timed_out: both("diagnosis.way.connect", "diagnosis.it.names"),
  left_to_proxy: nothing,
  connection_refused: ask("diagnosis.it.port"),
  connection_timed_out: ask("diagnosis.it.firewall"),
  network_unreachable: self("diagnosis.way.connect"),
  connection_lost: both("diagnosis.way.again", "diagnosis.it.line"),
  proxy_unusable: both("diagnosis.way.check_settings", "diagnosis.it.proxy_address"),
  proxy_unreachable: both("diagnosis.way.check_settings", "diagnosis.it.proxy_address"),
  proxy_wants_login: ask("diagnosis.it.proxy_login"),
  proxy_forbids: ask("diagnosis.it.proxy_allow"),
  proxy_failed: ask("diagnosis.it.proxy_allow"),
  not_encrypted: nothing,
  no_authorities: ask("diagnosis.it.authorities"),
  issuer_unknown: both("diagnosis.way.beware", "diagnosis.it.inspection"),
  certificate_expired: both("diagnosis.way.clock", "diagnosis.it.certificate"),
  certificate_early: both("diagnosis.way.clock", "diagnosis.it.certificate"),
  certificate_for_other: both("diagnosis.way.beware", "diagnosis.it.certificate"),
  certificate_invalid: ask("diagnosis.it.certificate"),
  no_tls: ask("diagnosis.it.clear"),
  handshake_cut: ask("diagnosis.it.filter"),
  log_in_page: both("diagnosis.way.log_in", "diagnosis.it.portal"),
  leads_elsewhere: both("diagnosis.way.log_in", "diagnosis.it.address"),
  server_failed: both("diagnosis.way.later", "diagnosis.it.server"),
  server_refuses: both("diagnosis.way.later", "diagnosis.it.filter"),
  no_feed_here: both("diagnosis.way.check_settings", "diagnosis.it.address"),
  server_unwell: both("diagnosis.way.later", "diagnosis.it.server"),
  answer_timed_out: both("diagnosis.way.again", "diagnosis.it.line"),
  answer_cut: both("diagnosis.way.again", "diagnosis.it.line"),
  not_enrolled: nothing,
  account_unknown: self("diagnosis.way.invitation"),
  account_revoked: self("diagnosis.way.invitation"),
  account_expired: self("diagnosis.way.invitation"),
  feed_unreadable: ask("diagnosis.it.exempt"),
  feed_incomplete: both("diagnosis.way.later", "diagnosis.it.vouch"),
  feed_forged: both("diagnosis.way.beware", "diagnosis.it.exempt"),
  feed_foreign: self("diagnosis.way.compare"),
  feed_rolled_back: ask("diagnosis.it.vouch"),
  feed_expired: both("diagnosis.way.clock", "diagnosis.it.vouch"),
  feed_newer: self("diagnosis.way.newer"),
  disk_full: self("diagnosis.way.room"),
  disk_nearly_full: self("diagnosis.way.room"),
  disk_read_only: ask("diagnosis.it.rights"),
  disk_failed: ask("diagnosis.it.disk"),
  folder_shared: ask("diagnosis.it.own_disk"),
  library_damaged: self("error.way.restart"),
  library_newer: self("diagnosis.way.newer"),
  sync_busy: self("diagnosis.way.wait"),
  writer_busy: self("diagnosis.way.wait"),
  took_too_long: self("diagnosis.way.again"),
  stopped: self("diagnosis.way.again"),
};

/** How a fact is to be shown. Complete by type. */
export const factKinds: Readonly<Record<FactName, "text" | "instant" | "seconds" | "bytes">> = {
  address: "text",
  feed: "text",
  host: "text",
  ip: "text",
  proxy: "text",
  subject: "text",
  issuer: "text",
  valid_from: "instant",
  valid_until: "instant",
  status: "text",
  leads_to: "text",
  time_here: "instant",
  time_there: "instant",
  apart: "seconds",
  head: "text",
  folder: "text",
  free: "bytes",
};

/** What stands first in the way; a warning where nothing does; none where all is well. */
export function foremost(diagnosis: Diagnosis): Finding | null {
  const first = (verdict: Verdict) => diagnosis.findings.find((finding) => finding.verdict === verdict);
  return first("failed") ?? first("warning") ?? null;
}

/** What to do about everything that is not well, each once, in the order of the checks. */
export function remediesOf(diagnosis: Diagnosis): { self: Way[]; it: ForIt[] } {
  const found = diagnosis.findings.flatMap(({ cause, verdict }) =>
    cause === null || verdict === "well" ? [] : [remedies[cause]],
  );
  return {
    self: [...new Set(found.flatMap((one) => one.self ?? []))],
    it: [...new Set(found.flatMap((one) => one.it ?? []))],
  };
}

/** Whether somebody with a folder or stick would get further. */
export function helpsFolder(diagnosis: Diagnosis): boolean {
  const ofLine = ["name", "connection", "proxy", "certificate", "portal", "answer"];
  return diagnosis.findings.some(({ check, verdict }) => verdict === "failed" && ofLine.includes(check));
}

/** The facts that are worth a line where a check is not well. */
export function telling(finding: Finding): readonly Fact[] {
  return finding.verdict === "failed" || finding.verdict === "warning" ? finding.facts : [];
}
