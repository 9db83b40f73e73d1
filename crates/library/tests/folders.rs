//! A feed in a folder: the same feed, and refused for the same reasons.

use crate::corpus::*;
use crate::network::*;
use hrc_domain::error::Result;
use hrc_domain::sync::{SyncEnd, SyncProgress, SyncReport, SyncStep};
use hrc_domain::{Entry, ErrorCode};
use hrc_library::{Library, Unwatched, Watch};
use std::fs;
use std::path::Path;

fn read(library: &Library, folder: &Path, trust: Option<&[u8]>) -> Result<SyncReport> {
    library.sync_folder(folder, trust, &Unwatched, now())
}

fn code(outcome: Result<SyncReport>) -> ErrorCode {
    outcome.map_or_else(|cause| cause.code, |report| panic!("it is refused, not {report:?}"))
}

/// The corpus with one more city.
fn grown(title: &str) -> Vec<Entry> {
    let mut entries = general();
    entries.push(Entry::Record(Box::new(city("linz", title, "AT", &[]))));
    entries
}

#[test]
fn a_stick_is_known_later_as_the_same_feed() {
    let network = Network::new();
    let computer = Computer::new();
    let library = computer.library();
    let stick = network.stick(&[]);
    let unknown = read(&library, stick.path(), None);
    assert_eq!(code(unknown), ErrorCode::NotConfigured, "whom to trust must be said once");
    let report = read(&library, stick.path(), Some(network.trust())).unwrap();
    assert_eq!((report.state, report.requests), (SyncEnd::Updated, 0), "without any network");
    assert!(library.last_complete(&network.server()).is_some(), "it is the server's feed");
    network.publish(grown("Linz"), depth());
    let report = read(&library, network.stick(&[]).path(), None).unwrap();
    assert_eq!(report.applied, 1, "from then on only what is new is taken");
    assert_eq!(library.record(&id("linz")).unwrap().0.title, "Linz", "and is there");
    let again = read(&library, network.stick(&[]).path(), None).unwrap();
    assert_eq!(again.state, SyncEnd::Current, "once is enough");
    is_whole(&library, "from sticks");
}

#[test]
fn the_folder_of_the_feeds_will_do_as_well() {
    let network = Network::new();
    let stick = network.stick(&[]);
    let library = Computer::new();
    let report = read(&library.library(), &stick.path().join("feeds"), Some(network.trust()));
    assert_eq!(report.unwrap().state, SyncEnd::Updated, "people choose one folder too deep");
}

#[test]
fn what_is_not_this_feed_is_refused_by_its_reason() {
    let network = Network::new();
    let computer = Computer::new();
    let library = computer.library();
    let old = network.stick(&[]);
    network.publish(grown("Linz"), depth());
    read(&library, network.stick(&[]).path(), Some(network.trust())).unwrap();
    let before = library.status().unwrap();

    let empty = tempfile::tempdir().unwrap();
    assert_eq!(code(read(&library, empty.path(), None)), ErrorCode::NotFound, "no feed there");
    let nowhere = empty.path().join("unplugged");
    assert_eq!(code(read(&library, &nowhere, None)), ErrorCode::NotFound, "no folder there");
    let other = Network::new().stick(&[]);
    assert_eq!(code(read(&library, other.path(), None)), ErrorCode::FeedForeign, "another's");
    let trusting = read(&library, other.path(), Some(network.trust()));
    assert_eq!(code(trusting), ErrorCode::FeedForeign, "trust in one is not trust in another");
    assert_eq!(code(read(&library, old.path(), None)), ErrorCode::FeedRolledBack, "an older one");

    let passed = Network::founded(now() - days(30));
    passed.publish_at(general(), depth(), now() - days(20));
    let late = Computer::new();
    let refused = read(&late.library(), passed.stick(&[]).path(), Some(passed.trust()));
    assert_eq!(code(refused), ErrorCode::FeedExpired, "nobody vouches for it any more");

    assert_eq!(library.status().unwrap(), before, "the library is as it was");
    is_whole(&library, "after every refusal");
}

#[test]
fn a_stick_that_is_damaged_is_refused_and_leaves_the_library_as_it_was() {
    type Harm = fn(&Stick);
    let harms: [(&str, &[ErrorCode], Harm); 5] = [
        ("the files of changes are gone", &[ErrorCode::FeedIncomplete], |stick| {
            fs::remove_dir_all(stick.public("snap")).unwrap();
        }),
        ("the timestamp is gone", &[ErrorCode::FeedIncomplete], |stick| {
            fs::remove_file(stick.public("metadata").join("timestamp.json")).unwrap();
        }),
        ("files of changes are cut", &[ErrorCode::FeedIncomplete], |stick| {
            each(&stick.public("snap"), |bytes| bytes.truncate(bytes.len() / 2));
        }),
        ("a bit of them has turned", &[ErrorCode::FeedForged], |stick| {
            each(&stick.public("snap"), |bytes| {
                let middle = bytes.len() / 2;
                bytes[middle] ^= 1;
            });
        }),
        ("the catalogue says something else", &[ErrorCode::FeedForged], |stick| {
            each(&stick.public("targets"), |bytes| {
                let text = String::from_utf8(bytes.clone()).unwrap();
                *bytes = text.replace("\"entries\":", "\"entries\": ").into_bytes();
            });
        }),
    ];
    for (how, codes, harm) in harms {
        let network = Network::new();
        let computer = Computer::new();
        let stick = network.stick(&[]);
        harm(&stick);
        let refused = code(computer.read(&network, &stick));
        assert!(codes.contains(&refused), "{how}: {refused}");
        let library = computer.library();
        assert_eq!(library.status().unwrap().records, 0, "{how}: nothing was taken");
        is_whole(&library, how);
        drop(library);
        computer.read(&network, &network.stick(&[])).unwrap_or_else(|e| panic!("{how}: {e}"));
        is_whole(&computer.library(), "with a good one");
    }
}

fn each(folder: &Path, change: impl Fn(&mut Vec<u8>)) {
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        let mut bytes = fs::read(&file).unwrap();
        change(&mut bytes);
        fs::write(file, bytes).unwrap();
    }
}

#[test]
fn a_stick_for_other_computers_brings_the_general_layer_and_says_so() {
    let network = Network::new();
    let (ours, theirs) = (Computer::enrolled(&network), Computer::enrolled(&network));
    let stick = network.stick(&[&theirs]);
    let refused = code(ours.read(&network, &stick));
    assert_eq!(refused, ErrorCode::NotEnrolled, "it was not written for this computer");
    let library = ours.library();
    assert_eq!(library.list(None).unwrap().len(), records().len(), "the general layer came");
    assert!(library.account().unwrap().is_some(), "the account stays");
    theirs.read(&network, &stick).unwrap();
    assert_eq!(hits(&theirs.library(), CANARY).len(), 1, "those it is for read it");
    let both = network.stick(&[&theirs, &ours]);
    ours.read(&network, &both).unwrap();
    assert_eq!(hits(&ours.library(), CANARY).len(), 1, "one stick may be for many");
}

#[test]
fn an_older_practitioners_feed_is_refused_as_the_general_one_is() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let old = network.stick(&[&computer]);
    network.publish(general(), vec![deeper("graz", "A newer newtfeather.")]);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let mixed = network.stick(&[]);
    fs::copy(old.parcel(), mixed.parcel()).unwrap();
    let refused = computer.read(&network, &mixed);
    assert_eq!(code(refused), ErrorCode::FeedRolledBack, "its own floors hold");
    assert_eq!(hits(&computer.library(), "newtfeather").len(), 1, "what is here stays");
}

/// Pulls the stick out as soon as this step begins.
struct Pulling<'a>(&'a Stick, SyncStep);

impl Watch for Pulling<'_> {
    fn progress(&self, progress: SyncProgress) {
        if progress.step == self.1 {
            let _ = fs::remove_dir_all(self.0.path());
        }
    }

    fn cancelled(&self) -> bool {
        false
    }
}

#[test]
fn a_stick_that_is_pulled_out_in_the_middle_leaves_the_library_whole() {
    for step in [SyncStep::Checking, SyncStep::Fetching, SyncStep::Applying, SyncStep::Indexing] {
        let network = Network::new();
        let computer = Computer::enrolled(&network);
        computer.read(&network, &network.stick(&[&computer])).unwrap();
        network.publish(grown("Linz"), vec![deeper("graz", "A newer newtfeather.")]);
        let stick = network.stick(&[&computer]);
        let library = computer.library();
        let pulling = Pulling(&stick, step);
        let outcome = library.sync_folder(stick.path(), None, &pulling, now());
        let has_linz = library.record(&id("linz")).is_ok();
        if let Ok(report) = &outcome {
            assert!(has_linz, "{step:?}: what is said is so: {report:?}");
        }
        is_whole(&library, &format!("pulled out at {step:?}: {outcome:?}"));
        drop(library);
        computer.read(&network, &network.stick(&[&computer])).unwrap();
        let library = computer.library();
        assert!(library.record(&id("linz")).is_ok(), "{step:?}: the next one brings everything");
        assert_eq!(hits(&library, "newtfeather").len(), 1, "{step:?}: of both layers");
    }
}
