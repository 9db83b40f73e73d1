//! How an account ends, and that nothing of the practitioners' layer stays behind.

use crate::corpus::*;
use crate::network::*;
use hrc_domain::ErrorCode;
use hrc_domain::enrolment::{AccountEnd, Custody};
use hrc_library::{Library, Owner, Unwatched, owner_in};
use std::fs;
use std::path::{Path, PathBuf};

/// A computer with both layers.
fn deep(network: &Network) -> Computer {
    let computer = Computer::enrolled(network);
    computer.read(network, &network.stick(&[&computer])).unwrap();
    computer
}

/// Fails where a word of the practitioners' layer, or a secret, is anywhere.
fn assert_nothing_left(dir: &Path, when: &str) {
    for word in [CANARY, TOKEN, "AGE-SECRET-KEY"] {
        assert_eq!(mentions(dir, word), Vec::<PathBuf>::new(), "{when}: {word}");
    }
    for name in ["practitioner.sqlite", "account.json", "account.secret", "feeds/practitioner"] {
        assert!(!dir.join(name).exists(), "{when}: {name} is gone");
    }
}

fn assert_general_is_whole(dir: &Path, when: &str) {
    let library = Library::open(dir).unwrap_or_else(|e| panic!("{when}: it opens, not {e}"));
    assert_eq!(library.list(None).unwrap().len(), records().len(), "{when}: every record stays");
    assert_eq!(hits(&library, "doubled").len(), 1, "{when}: and is found");
    assert_eq!(hits(&library, CANARY), [], "{when}: the depth is not");
    is_whole(&library, when);
}

#[test]
fn signing_out_leaves_not_a_word_on_the_disk() {
    let network = Network::new();
    let computer = deep(&network);
    // A reader in between keeps the log from being folded in: the words lie there, too.
    let reader = rusqlite::Connection::open(computer.path().join("practitioner.sqlite")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM entry").unwrap();
    network.publish(general(), vec![deeper("graz", &format!("## Budget\n\nOne {CANARY} more."))]);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    let name = |path: &PathBuf| path.strip_prefix(computer.path()).unwrap().display().to_string();
    let places: Vec<_> = computer.mentions(CANARY).iter().map(name).collect();
    for place in ["practitioner.sqlite", "practitioner.sqlite-wal"] {
        assert!(places.iter().any(|found| found == place), "it was in {place}: {places:?}");
    }
    // An index takes words apart; that it had this one, a search tells.
    assert_eq!(hits(&library, CANARY).len(), 1, "it was in the index");
    let index = || -> Vec<_> {
        let files = fs::read_dir(computer.path().join("index")).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        // A segment's files begin with its id.
        names.filter(|name| name.len() > 32).collect()
    };
    let indexed = index();
    assert!(!indexed.is_empty(), "the index had files");
    assert_eq!(computer.mentions(TOKEN).len(), 1, "the token was there");
    assert_eq!(library.account().unwrap().unwrap().custody, Custody::File, "and it said where");
    let at = now();
    let farewell = library.sign_out(at).unwrap();
    assert_eq!((farewell.end, farewell.removed), (AccountEnd::SignedOut, 1), "one text went");
    assert_eq!(farewell.at, at.to_string(), "then");
    assert_nothing_left(computer.path(), "signed out");
    let kept: Vec<_> = index().into_iter().filter(|file| indexed.contains(file)).collect();
    assert_eq!(kept, Vec::<String>::new(), "not a file of the index is the old one");
    assert_eq!(library.farewell(), Some(farewell), "it is told");
    assert_eq!(library.account().unwrap(), None, "there is no account");
    assert_eq!(hits(&library, CANARY), [], "what is open finds no more, either");
    library.farewell_read().unwrap();
    assert_eq!(library.farewell(), None, "until it was read");
    drop(reader);
    let again = library.sign_out(now()).unwrap_err();
    assert_eq!(again.code, ErrorCode::NotEnrolled, "once is enough");
    drop(library);
    assert_general_is_whole(computer.path(), "signed out");
}

#[test]
fn a_removal_that_was_cut_off_anywhere_is_finished_at_the_next_start() {
    let network = Network::new();
    let computer = deep(&network);
    let note = serde_json::json!({
        "farewell": {"end": "revoked", "at": "2026-11-21T08:00:00Z", "removed": 1}, "entry": null,
    });
    let places =
        ["account.secret", "account.json", "practitioner.sqlite", "feeds/practitioner", "index"];
    for cut in 0..=places.len() {
        let left = tempfile::tempdir().unwrap();
        copy(computer.path(), left.path());
        fs::write(left.path().join("parting.json"), note.to_string()).unwrap();
        fs::create_dir(left.path().join(".index-begun")).unwrap();
        fs::write(left.path().join(".index-begun/words"), CANARY).unwrap();
        for place in &places[..cut] {
            let place = left.path().join(place);
            if place.is_dir() {
                fs::remove_dir_all(place).unwrap();
            } else {
                fs::remove_file(place).unwrap();
            }
        }
        let when = format!("cut off after {cut} of {}", places.len());
        let library = Library::open(left.path()).unwrap();
        assert_nothing_left(left.path(), &when);
        let farewell = library.farewell().unwrap_or_else(|| panic!("{when}: it is told"));
        assert_eq!(farewell.end, AccountEnd::Revoked, "{when}: why");
        drop(library);
        assert!(!left.path().join("parting.json").exists(), "{when}: nothing is left to do");
        assert_general_is_whole(left.path(), &when);
    }
}

#[test]
fn a_depth_that_belongs_to_no_account_is_not_kept() {
    let network = Network::new();
    for spoil in [(|file: &Path| fs::remove_file(file).unwrap()) as fn(&Path), |file: &Path| {
        fs::write(file, b"{").unwrap()
    }] {
        let computer = deep(&network);
        spoil(&computer.path().join("account.json"));
        drop(computer.library());
        assert_eq!(computer.mentions(CANARY), Vec::<PathBuf>::new(), "nobody may read it");
        assert_general_is_whole(computer.path(), "without an account");
    }
}

#[test]
fn an_account_whose_time_is_over_ends_with_the_next_sync() {
    let network = Network::new();
    let computer = deep(&network);
    computer.enrol(&network, Some(now() + days(1)));
    let stick = network.stick(&[&computer]);
    computer.read(&network, &stick).unwrap();
    assert_eq!(hits(&computer.library(), CANARY).len(), 1, "it holds until then");
    computer.enrol(&network, Some(now() - days(1)));
    let report = computer.read(&network, &stick).unwrap();
    assert_eq!(report.practitioner_head, None, "the layer is gone");
    assert_eq!(computer.library().farewell().unwrap().end, AccountEnd::Expired, "it says why");
    assert_nothing_left(computer.path(), "expired");
    assert_general_is_whole(computer.path(), "expired");
}

#[test]
fn an_account_whose_time_is_over_ends_without_a_network_too() {
    let network = Network::new();
    let computer = deep(&network);
    computer.enrol(&network, Some(now() - days(1)));
    let library = computer.library();
    let offline = library.sync(&network.server(), &Unwatched, now()).unwrap_err();
    assert_eq!(offline.code, ErrorCode::Offline, "nobody answered");
    assert_eq!(library.farewell().unwrap().end, AccountEnd::Expired, "nobody had to");
    assert_nothing_left(computer.path(), "expired offline");
}

#[test]
fn a_bad_line_ends_no_account() {
    let network = Network::new();
    let computer = deep(&network);
    let library = computer.library();
    let offline = library.sync(&network.server(), &Unwatched, now()).unwrap_err();
    assert_eq!(offline.code, ErrorCode::Offline, "nobody answered");
    assert!(library.account().unwrap().is_some(), "the account stays");
    assert_eq!(hits(&library, CANARY).len(), 1, "and what it brought");
}

#[test]
fn whoever_turns_to_another_network_leaves_the_first_ones_depth() {
    let (network, other) = (Network::new(), Network::new());
    let computer = deep(&network);
    let stranger = Computer::enrolled(&other);
    computer.read(&other, &other.stick(&[&stranger])).unwrap();
    assert_eq!(computer.library().farewell().unwrap().end, AccountEnd::ServerChanged, "why");
    assert_nothing_left(computer.path(), "another Network");
    assert_general_is_whole(computer.path(), "another Network");
}

#[test]
fn a_code_with_a_slip_is_told_before_anything_is_sent() {
    let network = Network::new();
    let computer = Computer::new();
    let library = computer.library();
    let code = |code: &str| library.enrol(&network.server(), code, "desk", now()).unwrap_err().code;
    for slip in ["", "ABCDE", "hello, I was invited", "0000-0000"] {
        assert_eq!(code(slip), ErrorCode::InvalidInput, "{slip:?} needs no server");
    }
    let sound = hrc_domain::InvitationCode::from_bits(12_345).to_string();
    assert_eq!(code(&sound), ErrorCode::Offline, "a code that can be one is sent");
    assert_eq!(library.account().unwrap(), None, "nothing came of it");
    let begun = || fs::read(computer.path().join("account.begun")).unwrap();
    let key = begun();
    assert_eq!(code(&sound), ErrorCode::Offline, "and once more");
    assert_eq!(begun(), key, "with the same key: an answer may have been lost on the way");
}

#[test]
fn whoever_is_enrolled_must_sign_out_first() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let code = hrc_domain::InvitationCode::from_bits(7).to_string();
    let refused = computer.library().enrol(&network.server(), &code, "desk", now()).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "an invitation is not used up for nothing");
}

#[test]
fn secrets_that_are_lost_are_told_and_nothing_is_taken_away() {
    let network = Network::new();
    let computer = deep(&network);
    fs::remove_file(computer.path().join("account.secret")).unwrap();
    let refused = computer.read(&network, &network.stick(&[&computer])).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotEnrolled, "the key is gone: {refused}");
    assert_eq!(hits(&computer.library(), CANARY).len(), 1, "what is here stays");
}

#[test]
fn somebody_asks_under_the_account_whether_the_library_opens_or_not_and_under_none_that_is_ending()
{
    let network = Network::new();
    let computer = deep(&network);
    let account = computer.library().account().unwrap().unwrap();
    let theirs = Owner::Account(account.device);
    assert_eq!(owner_in(computer.path()), theirs, "the account's");
    fs::write(computer.path().join("public.sqlite"), b"no database".repeat(900)).unwrap();
    assert!(Library::open(computer.path()).is_err(), "the library is spoilt");
    assert_eq!(owner_in(computer.path()), theirs, "and the account is what it was");
    fs::write(computer.path().join("parting.json"), "{}").unwrap();
    assert_eq!(owner_in(computer.path()), Owner::Visitor, "whose end has begun asks no more");
    assert_eq!(owner_in(Computer::new().path()), Owner::Visitor, "nor who was never a member");
}
