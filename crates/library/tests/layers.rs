//! Two depths in one library: each in its file, read as one.

use crate::corpus::*;
use crate::network::*;
use hrc_domain::search::{FacetGroup, Layer};
use hrc_domain::sync::RecordPart;
use hrc_domain::{Detail, Entry, ErrorCode};
use hrc_library::Library;
use std::collections::BTreeMap;
use std::fs;

#[test]
fn both_depths_are_read_as_one_and_lie_in_two_files() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let report = computer.read(&network, &network.stick(&[&computer])).unwrap();
    assert!(report.practitioner_head.is_some_and(|head| head > 0), "it says it has both");
    let library = computer.library();
    assert_eq!(library.record(&id("graz")).unwrap().1, Layer::Both, "Graz has both depths");
    assert_eq!(library.record(&id("lyon")).unwrap().1, Layer::General, "Lyon has one");
    let reading = library.reading(&id("graz"), &lang("en")).unwrap();
    assert_eq!(reading.layer, Layer::Both, "the page says so");
    assert!(reading.blocks.iter().any(|block| block.practitioner), "and shows it");
    assert_eq!(hits(&library, CANARY), [("graz".to_owned(), Layer::Both)], "it is found");
    let general = hits(&library, "doubled");
    assert!(general.contains(&("graz".to_owned(), Layer::Both)), "by its general text, too");
    let depths = |word: &str| {
        let hit = search(&library, word).hits.into_iter().find(|hit| hit.id == id("graz")).unwrap();
        hit.passages.iter().map(|passage| passage.practitioner).collect::<Vec<_>>()
    };
    assert_eq!(depths(CANARY), [true], "the paragraph is labelled that only practitioners have");
    assert_eq!(depths("doubled"), [false], "and the one that everybody has is not");
    let listed: BTreeMap<_, _> = library
        .list(None)
        .unwrap()
        .into_iter()
        .map(|(r, layer)| (r.id.to_string(), layer))
        .collect();
    let deep: Vec<_> = listed.iter().filter(|(_, layer)| **layer == Layer::Both).collect();
    assert_eq!(deep.len(), 1, "the list labels it: {deep:?}");
    let everything = search(&library, "");
    let layers = everything.facets.iter().find(|f| f.group == FacetGroup::Layer).unwrap();
    let counts: BTreeMap<_, _> =
        layers.values.iter().map(|value| (value.value.as_str(), value.count)).collect();
    let all = u32::try_from(records().len()).unwrap();
    assert_eq!(counts, BTreeMap::from([("both", 1), ("general", all - 1)]), "facets count both");
    assert_eq!(everything.total, all, "no record counts twice");
    assert_eq!(library.status().unwrap().records, all, "nor in the status");
    is_whole(&library, "with both layers");
    drop(library);
    let public = fs::read(computer.path().join("public.sqlite")).unwrap();
    let canary = CANARY.as_bytes();
    assert!(!public.windows(canary.len()).any(|part| part == canary), "a file of its own");
    #[cfg(unix)]
    {
        let file = computer.path().join("practitioner.sqlite").metadata().unwrap();
        let mode = std::os::unix::fs::MetadataExt::mode(&file) & 0o777;
        assert_eq!(mode, 0o600, "that is its owner's alone");
    }
}

#[test]
fn a_computer_that_is_not_enrolled_gets_nothing_of_the_depth() {
    let network = Network::new();
    let computer = Computer::new();
    let report = computer.read(&network, &network.stick(&[&Computer::new()])).unwrap();
    assert_eq!(report.practitioner_head, None, "it has no such layer");
    assert_eq!(computer.mentions(CANARY), Vec::<std::path::PathBuf>::new(), "not a word of it");
    assert!(!computer.path().join("practitioner.sqlite").exists(), "not even the file");
}

#[test]
fn a_new_general_text_reaches_what_stands_beside_it() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let mut changed = general();
    for entry in &mut changed {
        if let Entry::Record(record) = entry
            && record.id == id("graz")
        {
            record.body = "A wholly rewritten wolfsbane text.".to_owned();
        }
    }
    network.publish(changed, depth());
    // Without the practitioners' feed: only the general layer moves.
    computer.read(&network, &network.stick(&[])).unwrap();
    let library = computer.library();
    let both = vec![("graz".to_owned(), Layer::Both)];
    assert_eq!(hits(&library, "wolfsbane"), both, "the new text is found, with its depth");
    assert_eq!(hits(&library, CANARY), both, "the depth is still there");
    assert_eq!(hits(&library, "doubled").len(), 0, "the old text is not");
    is_whole(&library, "after a change below");
}

#[test]
fn a_record_that_leaves_the_general_layer_takes_its_depth_out_of_sight() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let without = general().into_iter().filter(|entry| entry.key() != "graz").collect();
    network.publish(without, depth());
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    let gone = library.record(&id("graz")).unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound, "a depth alone is no record");
    assert_eq!(hits(&library, CANARY), [], "nor is it found");
    is_whole(&library, "without the record");
}

#[test]
fn a_record_that_only_practitioners_have_is_read_listed_and_found() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let mut own = record("manual", "Manual", Detail::Article {});
    own.body = format!("Where the {CANARY} is fed. See [Graz](graz).");
    let mut deep = depth();
    deep.push(Entry::Record(Box::new(own)));
    network.publish(general(), deep);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    let (found, layer) = library.record(&id("manual")).unwrap();
    assert_eq!((found.title.as_str(), layer), ("Manual", Layer::Both), "as deep as it gets");
    assert_eq!(hits(&library, CANARY).len(), 2, "both texts are found");
    let theirs = search(&library, CANARY).hits.into_iter().flat_map(|hit| hit.passages);
    let theirs: Vec<_> = theirs.map(|passage| passage.practitioner).collect();
    assert_eq!(theirs, [true, true], "each labelled, whatever it deepens");
    let naming = library.reading(&id("graz"), &lang("en")).unwrap().cited_by;
    assert!(naming.iter().any(|other| other.id == id("manual")), "it names others");
    assert_eq!(library.list(None).unwrap().len(), records().len() + 1, "it is listed once");
    is_whole(&library, "with a record of its own");
}

#[test]
fn news_of_both_layers_are_told_together() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let mut changed = general();
    changed.push(Entry::Record(Box::new(city("linz", "Linz", "AT", &[]))));
    let more = [depth(), vec![deeper("vienna", "## Costs\n\nMore of it.")]].concat();
    network.publish(changed, more);
    let report = computer.read(&network, &network.stick(&[&computer])).unwrap();
    assert_eq!(report.applied, 2, "one of each layer");
    let news = computer.library().news(5).unwrap();
    assert_eq!(news.len(), 1, "one sync, told once: {news:?}");
    assert_eq!(news[0].added[0].id, id("linz"), "what is new for everybody");
    let deeper: Vec<_> = news[0].changed.iter().map(|item| (&item.id, &item.parts)).collect();
    assert_eq!(deeper, [(&id("vienna"), &vec![RecordPart::Depth])], "and what became deeper");
}

#[test]
fn trouble_with_the_practitioners_layer_leaves_the_general_one_done() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let stick = network.stick(&[&computer]);
    let parcel = fs::read(stick.parcel()).unwrap();
    fs::write(stick.parcel(), &parcel[..parcel.len() / 2]).unwrap();
    let refused = computer.read(&network, &stick).unwrap_err();
    let is_told = [ErrorCode::FeedIncomplete, ErrorCode::FeedUnreadable].contains(&refused.code);
    assert!(is_told, "half of it is none: {refused}");
    let library = computer.library();
    assert_eq!(library.list(None).unwrap().len(), records().len(), "everybody's layer is there");
    assert_eq!(hits(&library, "lyon").len(), 1, "and found");
    is_whole(&library, "with one layer");
    drop(library);
    fs::write(stick.parcel(), parcel).unwrap();
    computer.read(&network, &stick).unwrap();
    assert_eq!(hits(&computer.library(), CANARY).len(), 1, "the other follows");
}

#[test]
fn only_the_practitioners_feed_that_the_general_layer_names_is_believed() {
    let network = Network::with_a_false_companion();
    let computer = Computer::enrolled(&network);
    let refused = computer.read(&network, &network.stick(&[&computer])).unwrap_err();
    assert_eq!(refused.code, ErrorCode::FeedForged, "though rightly signed by somebody: {refused}");
    assert_eq!(computer.mentions(CANARY), Vec::<std::path::PathBuf>::new(), "nothing of it");
    assert_eq!(computer.library().list(None).unwrap().len(), records().len(), "the rest is there");
}

#[test]
fn what_a_crash_left_between_the_layers_is_mended_at_the_next_start() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let file = computer.path().join("practitioner.sqlite");
    let db = rusqlite::Connection::open(&file).unwrap();
    db.execute_batch("UPDATE meta SET beside = zeroblob(32); DELETE FROM card").unwrap();
    drop(db);
    let library = computer.library();
    assert_eq!(hits(&library, CANARY), [("graz".to_owned(), Layer::Both)], "derived anew");
    is_whole(&library, "after a crash between the layers");
}

#[test]
fn a_damaged_practitioners_file_comes_anew_and_keeps_nothing_back() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let stick = network.stick(&[&computer]);
    computer.read(&network, &stick).unwrap();
    fs::write(computer.path().join("practitioner.sqlite"), b"no database".repeat(900)).unwrap();
    let library = computer.library();
    assert_eq!(hits(&library, "lyon").len(), 1, "the general layer is searched as ever");
    assert_eq!(hits(&library, CANARY), [], "the other one is gone");
    is_whole(&library, "without the damaged file");
    drop(library);
    computer.read(&network, &stick).unwrap();
    let library = computer.library();
    assert_eq!(hits(&library, CANARY).len(), 1, "a sync brings it anew");
    is_whole(&library, "with a new file");
}

#[test]
fn a_program_beside_sees_the_layer_come_and_go() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    let beside = computer.library();
    assert_eq!(hits(&beside, CANARY), [], "nothing yet");
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    assert_eq!(hits(&beside, CANARY).len(), 1, "it came");
    computer.library().sign_out(now()).unwrap();
    assert_eq!(hits(&beside, CANARY), [], "it went");
    assert_eq!(beside.record(&id("graz")).unwrap().1, Layer::General, "in every respect");
    let reading = beside.reading(&id("graz"), &lang("en")).unwrap();
    assert!(!reading.blocks.iter().any(|block| block.practitioner), "on the page, too");
    let again = Library::open(computer.path()).unwrap();
    is_whole(&again, "afterwards");
}
