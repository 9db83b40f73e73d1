//! A network that is inspected: whoever stands on the line shows certificates of an authority that the
//! computer's administrator has put into the system's own store, or has not.

use super::doctor::{diagnosed, fact, fails, finding, found};
use crate::faults::{Authority, Machine, Secure, Terms};
use crate::harness::content::Content;
use crate::harness::disk::unless_forbidden;
use crate::harness::reader::{Reader, json};
use crate::harness::server::Server;
use serde_json::json as expected;
use std::process::Command;

/// Fails unless the sync is refused for the certificate, and nothing was asked over the line.
fn is_refused(mut syncing: Command, line: &Secure, whose: &str) {
    let output = syncing.output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(8), "{whose}: {complaint}");
    assert!(complaint.contains("certificate_refused"), "{whose}: it says so: {complaint}");
    assert_eq!(line.questions(), 0, "{whose}: nothing was asked over it");
}

#[test]
fn an_authority_in_the_systems_store_lets_a_sync_through_and_any_other_is_named() {
    let server = Server::with(&Content::of(10));
    let installed = Authority::named("Lindenau Inspection");
    let Some(machine) = unless_forbidden(Machine::trusting(&installed.file())) else { return };
    let store = || std::fs::read("/etc/ssl/certs/ca-certificates.crt").unwrap();
    let before = store();

    let line = Secure::before(server.address(), &installed, Terms::Good);
    let reader = Reader::of(&server).at(line.address());
    is_refused(reader.syncing(), &line, "on a computer that does not know it");
    let diagnosis = fails(reader.doctor(), "certificate", "issuer_unknown", "not installed");
    let issuer = fact(&diagnosis, "certificate", "issuer");
    assert_eq!(issuer, "CN=Lindenau Inspection", "whose it is: {diagnosis:#}");

    let synced = machine.run(&reader.syncing()).output().unwrap();
    assert_eq!(synced.status.code(), Some(0), "where it is installed: {synced:?}");
    assert_eq!(json(&synced)["state"], "updated", "everything came");
    reader.is_at(&server, "through an inspected network");
    let diagnosis = diagnosed(machine.run(&reader.doctor()));
    assert_eq!(found(&diagnosis, "certificate"), expected!(["well", null]), "{diagnosis:#}");
    let issuer = fact(&diagnosis, "certificate", "issuer");
    assert_eq!(issuer, "CN=Lindenau Inspection", "who inspects is said all the same");
    assert_eq!(finding(&diagnosis, "signature")["verdict"], "well", "and it leads to the feed");

    let other = Authority::named("Somebody Else");
    let line = Secure::before(server.address(), &other, Terms::Good);
    let reader = reader.at(line.address());
    is_refused(machine.run(&reader.syncing()), &line, "one that is not installed there");
    let doctor = machine.run(&reader.doctor());
    let diagnosis = fails(doctor, "certificate", "issuer_unknown", "not installed there");
    assert_eq!(fact(&diagnosis, "certificate", "issuer"), "CN=Somebody Else", "{diagnosis:#}");
    assert_eq!(store(), before, "and this computer trusts whom it did");
}
