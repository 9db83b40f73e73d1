//! Workshops between what is one's own and the library: what is shown of which depth, and by whom.

use crate::corpus::*;
use crate::network::*;
use hrc_domain::kinds::{Finding, Practice, Stage};
use hrc_domain::workshop::{ChosenParagraph, Matter, Workshop};
use hrc_domain::{Detail, Entry, Error, ErrorCode};
use hrc_library::{Library, Personal, exhibits, export_workshop, handout, renew_workshop};
use std::path::Path;

/// A word of practitioners that nobody chooses.
const SECRET: &str = "hushed-heron";

fn practitioners() -> Vec<Entry> {
    let body = format!("## Budget\n\nThe {CANARY} nests in the ledger.\n\nThe {SECRET} does not.");
    vec![deeper("graz", &body)]
}

fn case(id_of: &str) -> Workshop {
    let matters = vec![Matter::Case { record: id(id_of) }];
    Personal::begin_workshop(lang("en"), matters, now()).unwrap()
}

/// The workshop with the paragraph chosen that has the word.
fn choosing(library: &Library, workshop: Workshop, word: &str) -> Workshop {
    let reading = library.reading(&id("graz"), &lang("en")).unwrap();
    let block = reading.blocks.into_iter().find(|block| block.text.contains(word)).unwrap();
    let chosen = vec![ChosenParagraph { record: id("graz"), anchor: block.anchor }];
    Workshop { chosen, ..workshop }
}

fn written(library: &Library, workshop: &Workshop) -> String {
    serde_json::to_string(&library.exhibits(workshop).unwrap()).unwrap()
}

fn holds(file: &Path, word: &str) -> bool {
    std::fs::read_to_string(file).unwrap().contains(word)
}

#[test]
fn of_the_practitioners_depth_only_what_was_chosen_is_shown_or_written() {
    let network = Network::new();
    network.publish(general(), practitioners());
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    let plain = written(&library, &case("graz"));
    assert!(plain.contains("Graz"), "the record is there");
    for word in [CANARY, SECRET] {
        assert!(!plain.contains(word), "{word} was not chosen");
    }
    let workshop = choosing(&library, case("graz"), CANARY);
    let chosen = written(&library, &workshop);
    assert!(chosen.contains(CANARY), "this paragraph was");
    assert!(!chosen.contains(SECRET), "the one below it was not");
    let own = tempfile::tempdir().unwrap();
    let personal = Personal::open(own.path(), now()).unwrap();
    let kept = personal.keep_workshop(&workshop, now()).unwrap();
    let file = own.path().join("a.hrcworkshop");
    export_workshop(Ok(&library), &personal, &kept.id, &file, now()).unwrap();
    assert!(holds(&file, CANARY) && !holds(&file, SECRET), "in the file it is the same");
    let other = Computer::new();
    other.read(&network, &network.stick(&[])).unwrap();
    let without = written(&other.library(), &workshop);
    assert!(!without.contains(CANARY), "who is no member has nothing to choose from");
}

#[test]
fn a_paragraph_that_reads_otherwise_now_was_not_chosen() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let workshop = choosing(&computer.library(), case("graz"), CANARY);
    let moved = format!("## Budget\n\nAnother first.\n\nThe {CANARY} nests in the ledger.");
    network.publish(general(), vec![deeper("graz", &moved)]);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let shown = written(&computer.library(), &workshop);
    assert!(shown.contains(CANARY), "it is found where it went");
    assert!(!shown.contains("Another first"), "what took its place is another");
    let rewritten = format!("## Budget\n\nThe {CANARY} has left.");
    network.publish(general(), vec![deeper("graz", &rewritten)]);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    assert!(!written(&computer.library(), &workshop).contains(CANARY), "nobody chose these words");
}

#[test]
fn what_only_practitioners_have_is_neither_shown_nor_named() {
    let network = Network::new();
    let mut manual = record("manual", "Manual", Detail::Article {});
    manual.body = format!("Where the {CANARY} is fed.");
    let fields = Practice {
        from: Finding::NotFound,
        to: None,
        stage: Stage::Running,
        lead: "The city".into(),
        partners: Vec::new(),
    };
    let mut quiet = record("quiet", &format!("Of the {CANARY}"), Detail::Practice(fields));
    quiet.facets.city = Some(id("graz"));
    let mut open = quiet.clone();
    open.id = id("open-practice");
    open.title = "An open practice".into();
    open.summary = "What everybody may know.".into();
    open.body = "Its text is not needed.".into();
    let mut everybody = general();
    everybody.push(Entry::Record(Box::new(open)));
    let deep = [manual, quiet].map(|record| Entry::Record(Box::new(record)));
    network.publish(everybody, deep.into());
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    assert!(library.record(&id("manual")).is_ok(), "a member reads it");
    assert_eq!(library.exhibits(&case("manual")).unwrap(), [], "and shows it to nobody");
    let shown = written(&library, &case("graz"));
    assert!(!shown.contains(CANARY), "nor is a city's programme named");
    assert!(shown.contains("An open practice"), "one that everybody has is");
    assert!(!shown.contains("not needed"), "by its title");
}

#[test]
fn names_are_given_in_every_language_of_the_interface() {
    let (_dir, library) = library();
    let exhibits = library.exhibits(&case("graz")).unwrap();
    let labels = &exhibits.first().unwrap().labels;
    for code in hrc_domain::language::INTERFACE {
        let named = labels.get(&lang(code)).unwrap();
        assert!(named.iter().any(|label| label.group == "country"), "{code}: {named:?}");
    }
}

#[test]
fn a_workshop_that_carries_its_records_needs_no_library() {
    let (_dir, library) = library();
    let own = tempfile::tempdir().unwrap();
    let personal = Personal::open(own.path(), now()).unwrap();
    let kept = personal.keep_workshop(&case("graz"), now()).unwrap();
    let before = exhibits(Ok(&library), &personal, &kept).unwrap();
    let file = own.path().join("a.hrcworkshop");
    export_workshop(Ok(&library), &personal, &kept.id, &file, now()).unwrap();
    let away = tempfile::tempdir().unwrap();
    let away = Personal::open(away.path(), now()).unwrap();
    let taken = away.import_workshop_from(&file, now()).unwrap();
    let none = Error::new(ErrorCode::LibraryMissing, "none here");
    let after = exhibits(Err(&none), &away, &taken).unwrap();
    assert_eq!(after, before, "it shows the same");
    let refused = exhibits(Err(&none), &personal, &kept).unwrap_err();
    assert_eq!(refused.code, ErrorCode::LibraryMissing, "one that was made here needs it");
    let empty = Library::create(&own.path().join("empty")).unwrap();
    assert_eq!(
        exhibits(Ok(&empty), &away, &taken).unwrap(),
        before,
        "nor does it matter what it has"
    );
}

#[test]
fn a_carried_record_is_shown_as_it_came_until_its_owner_takes_the_librarys() {
    let network = Network::new();
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let own = tempfile::tempdir().unwrap();
    let personal = Personal::open(own.path(), now()).unwrap();
    let workshop = choosing(&computer.library(), case("graz"), CANARY);
    let kept = personal.keep_workshop(&workshop, now()).unwrap();
    let file = own.path().join("a.hrcworkshop");
    export_workshop(Ok(&computer.library()), &personal, &kept.id, &file, now()).unwrap();
    let away = tempfile::tempdir().unwrap();
    let away = Personal::open(away.path(), now()).unwrap();
    let taken = away.import_workshop_from(&file, now()).unwrap();

    let mut later = general();
    for entry in &mut later {
        if let Entry::Record(record) = entry
            && record.id == id("graz")
        {
            record.body = "A wholly rewritten wolfsbane text.".to_owned();
            record.updated = date("2027-01-01");
        }
    }
    network.publish(later, practitioners());
    let other = Computer::new();
    other.read(&network, &network.stick(&[])).unwrap();
    let library = other.library();
    let body = |personal: &Personal| {
        let shown = exhibits(Ok(&library), personal, &taken).unwrap();
        let [one] = shown.as_slice() else { panic!("one record: {}", shown.len()) };
        (one.record.body.contains("wolfsbane"), one.chosen.len())
    };
    assert_eq!(body(&away), (false, 1), "as it came");
    renew_workshop(&library, &away, &taken.id).unwrap();
    assert_eq!(
        body(&away),
        (true, 1),
        "now the library's; what was chosen is nowhere else, and stays"
    );
}

#[test]
fn a_workshop_that_carries_its_records_is_given_out_without_a_library() {
    let network = Network::new();
    network.publish(general(), practitioners());
    let computer = Computer::enrolled(&network);
    computer.read(&network, &network.stick(&[&computer])).unwrap();
    let library = computer.library();
    let own = tempfile::tempdir().unwrap();
    let personal = Personal::open(own.path(), now()).unwrap();
    let workshop = choosing(&library, case("graz"), CANARY);
    let kept = personal.keep_workshop(&workshop, now()).unwrap();
    let here = handout(Ok(&library), &personal, &kept).unwrap();
    let file = own.path().join("a.hrcworkshop");
    export_workshop(Ok(&library), &personal, &kept.id, &file, now()).unwrap();

    let away = tempfile::tempdir().unwrap();
    let away = Personal::open(away.path(), now()).unwrap();
    let taken = away.import_workshop_from(&file, now()).unwrap();
    let none = Error::new(ErrorCode::LibraryMissing, "none here");
    let there = handout(Err(&none), &away, &taken).unwrap();
    assert_eq!(there, here, "it is given out as where it was made");
    let [reading] = there.as_slice() else { panic!("one record, not {}", there.len()) };
    let deep: Vec<_> = reading.blocks.iter().filter(|block| block.practitioner).collect();
    let [chosen] = deep.as_slice() else { panic!("one paragraph, not {deep:?}") };
    assert!(chosen.text.contains(CANARY), "the one that was chosen");
    let anchors: Vec<_> = taken.chosen.iter().map(|one| one.anchor.as_str()).collect();
    assert_eq!(anchors, [chosen.anchor.as_str()], "by the name it was chosen under");
    let words = serde_json::to_string(reading).unwrap();
    assert!(!words.contains(SECRET), "and no other word of the practitioners'");
}

#[test]
fn what_is_nowhere_is_not_given_out() {
    let (_dir, library) = library();
    let own = tempfile::tempdir().unwrap();
    let personal = Personal::open(own.path(), now()).unwrap();
    let refused = handout(Ok(&library), &personal, &case("atlantis")).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound, "there is nothing to put on paper");
}
