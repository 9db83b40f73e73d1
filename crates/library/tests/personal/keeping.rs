//! Notes and bookmarks, and everything taken along in one file.

use super::*;
use hrc_domain::personal::{Imported, NotePlace, NoteStanding};
use hrc_domain::{Error, ErrorCode, RecordId};
use hrc_library::{Present, Secrets};
use proptest::prelude::*;

fn graz() -> RecordId {
    RecordId::new("graz").unwrap()
}

fn paragraph() -> NotePlace {
    NotePlace {
        record: graz(),
        title: "Graz".to_owned(),
        anchor: Some("structures.2.9f31c2aa".to_owned()),
        excerpt: "The council of Graz.".to_owned(),
    }
}

fn everywhere(_: &RecordId, _: Option<&str>) -> Present {
    Present::Gone
}

#[test]
fn a_note_stays_when_its_paragraph_changes_or_goes_and_says_so() {
    let (_dir, personal) = fresh();
    let id = personal.add_note(&paragraph(), "Ask them.", at(0)).unwrap();
    let there = |text: &str| Present::There(Some(text.to_owned()));
    for (present, standing) in [
        (there("The council of Graz."), NoteStanding::There),
        (there("The council of Linz."), NoteStanding::Changed),
        (Present::There(None), NoteStanding::Changed),
        (Present::Gone, NoteStanding::Gone),
    ] {
        let notes = personal.notes_on(&graz(), |_, _| present.clone()).unwrap();
        let [line] = notes.as_slice() else { panic!("one note: {notes:?}") };
        assert_eq!(line.standing, standing, "{present:?}");
        assert_eq!(line.note.place, paragraph(), "{present:?}: what it was on is kept");
    }
    let whole = NotePlace { anchor: None, excerpt: String::new(), ..paragraph() };
    personal.add_note(&whole, "On it all.", at(1)).unwrap();
    let notes = personal.notes("it all", |_, _| Present::There(None)).unwrap();
    assert_eq!(notes[0].standing, NoteStanding::There, "a record has no paragraph to lose");
    personal.edit_note(&id, "Asked.", at(2)).unwrap();
    let notes = personal.notes("", everywhere).unwrap();
    let texts: Vec<_> = notes.iter().map(|line| line.note.text.as_str()).collect();
    assert_eq!(texts, ["Asked.", "On it all."], "the last written first");
    personal.remove_note(&id).unwrap();
    assert_eq!(personal.edit_note(&id, "", at(3)).unwrap_err().code, ErrorCode::NotFound, "gone");
}

#[test]
fn notes_are_found_by_their_words_however_they_are_written() {
    let (_dir, personal) = fresh();
    personal.add_note(&paragraph(), "Über 100 % der Städte_", at(0)).unwrap();
    for (words, found) in [
        ("uber stadte", 1),
        ("COUNCIL", 1),
        ("graz städ", 1),
        ("", 1),
        ("linz", 0),
        ("graz linz", 0),
        ("%", 1),
        ("x_y", 0),
    ] {
        assert_eq!(personal.notes(words, everywhere).unwrap().len(), found, "{words:?}");
    }
}

#[test]
fn a_bookmark_is_set_once_and_keeps_its_title() {
    let (_dir, personal) = fresh();
    personal.add_bookmark(&graz(), None, "Graz", at(0)).unwrap();
    personal.add_bookmark(&graz(), None, "Graz, renamed", at(1)).unwrap();
    personal.add_bookmark(&graz(), Some("a.1.b"), "Graz", at(2)).unwrap();
    let bookmarks = personal.bookmarks().unwrap();
    let anchors: Vec<_> = bookmarks.iter().map(|b| b.anchor.as_deref()).collect();
    assert_eq!(anchors, [Some("a.1.b"), None], "record and paragraph are two places");
    assert_eq!(bookmarks[1].title, "Graz", "as it was called then");
    personal.remove_bookmark(&graz(), None).unwrap();
    assert_eq!(personal.bookmarks().unwrap().len(), 1, "the other stays");
}

/// Personal data with a bit of everything.
fn rich() -> (tempfile::TempDir, Personal) {
    let (dir, personal) = fresh();
    personal.save_draft(None, &draft("a draft"), at(0)).unwrap();
    personal.ask(&draft("queued"), &member(), at(1)).unwrap();
    personal.hurry().unwrap();
    let unsure = personal.next_to_send(&member(), at(2)).unwrap().unwrap();
    personal.unconfirmed(&unsure.id).unwrap();
    let receipt = personal.receipt(SERVER, at(3)).unwrap();
    let id = personal.ask(&draft("a visitor's"), &Owner::Visitor, at(3)).unwrap();
    deliver(&personal, &receipt.owner(), at(4)).unwrap();
    personal
        .receive(&page(vec![update(1, &id, answer(&some_id(1)))]), &receipt.owner(), at(5))
        .unwrap();
    personal.say(&id, "thank you", at(6)).unwrap();
    personal.ask(&draft("only waiting"), &member(), at(7)).unwrap();
    personal.add_note(&paragraph(), "a note", at(8)).unwrap();
    personal.add_bookmark(&graz(), None, "Graz", at(9)).unwrap();
    (dir, personal)
}

#[test]
fn everything_can_be_taken_to_another_computer_and_twice_is_once() {
    let (_dir, personal) = rich();
    let file = personal.export(Secrets::Included, at(10)).unwrap();
    let (_other, other) = fresh();
    let imported = other.import(&file, at(11)).unwrap();
    assert_eq!(
        imported,
        Imported { questions: 4, notes: 1, bookmarks: 1, ..Imported::default() },
        "everything"
    );
    let states: Vec<_> = {
        let mut lines = other.questions().unwrap();
        lines.sort_by(|a, b| a.subject.cmp(&b.subject));
        lines.into_iter().map(|line| (line.subject, line.state)).collect()
    };
    let expected = [
        ("a draft", QuestionState::Draft),
        ("a visitor's", QuestionState::Received),
        ("only waiting", QuestionState::Draft),
        ("queued", QuestionState::Unconfirmed),
    ];
    let expected: Vec<_> = expected.map(|(subject, state)| (subject.to_owned(), state)).into();
    assert_eq!(
        states, expected,
        "what only waited is its author's to send; what may have left is not"
    );
    let waiting = deliver(&personal, &member(), at(9998)).unwrap();
    let unsure = personal.next_to_send(&member(), at(9999)).unwrap();
    assert_ne!(
        unsure.as_ref().map(|sent| &sent.id),
        Some(&waiting.id),
        "the one that may have left"
    );
    assert_eq!(
        other.next_to_send(&member(), at(9999)).unwrap(),
        unsure,
        "the same bytes from either"
    );
    let receipt = personal.receipt(SERVER, at(12)).unwrap();
    assert_eq!(other.receipt(SERVER, at(12)).unwrap(), receipt, "answers are fetched there too");
    assert_eq!(other.cursor(&receipt.owner()).unwrap(), 0, "from the beginning");
    let again = other.import(&file, at(13)).unwrap();
    assert_eq!(again, Imported { known: 6, ..Imported::default() }, "twice is once");
    assert_eq!(other.questions().unwrap().len(), 4, "no copies");
}

#[test]
fn the_secrets_stay_here_unless_they_are_asked_for() {
    let (_dir, personal) = rich();
    let secret = personal.receipt(SERVER, at(10)).unwrap().secret;
    let holds = |secrets| {
        let file = String::from_utf8(personal.export(secrets, at(11)).unwrap()).unwrap();
        file.contains(&secret)
    };
    assert!(!holds(Secrets::LeftOut), "whoever has it reads the answers");
    assert!(holds(Secrets::Included), "asked for, it goes along");
    let (_other, other) = fresh();
    other.import(&personal.export(Secrets::LeftOut, at(12)).unwrap(), at(13)).unwrap();
    let own = other.receipt(SERVER, at(14)).unwrap();
    assert_eq!(deliver(&other, &own.owner(), at(9999)), None, "nor is it passed for the other's");
}

#[test]
fn what_is_here_and_there_stands_where_it_came_furthest() {
    let (_dir, personal) = fresh();
    let id = personal.save_draft(None, &draft("first"), at(0)).unwrap();
    let early = personal.export(Secrets::LeftOut, at(1)).unwrap();
    let (_other, other) = fresh();
    other.import(&early, at(2)).unwrap();
    other.save_draft(Some(&id), &draft("there"), at(3)).unwrap();
    other.queue(&id, &member(), at(4)).unwrap();
    deliver(&other, &member(), at(5)).unwrap();
    personal.save_draft(Some(&id), &draft("here"), at(6)).unwrap();
    personal.queue(&id, &member(), at(7)).unwrap();
    let late = other.export(Secrets::LeftOut, at(8)).unwrap();
    personal.import(&late, at(9)).unwrap();
    assert_eq!(state(&personal, &id), QuestionState::Received, "it was sent there");
    assert_eq!(personal.next_to_send(&member(), at(10)).unwrap(), None, "and is not sent again");
    let subjects: Vec<_> =
        personal.questions().unwrap().into_iter().map(|line| line.subject).collect();
    assert!(subjects.contains(&"here".to_owned()), "its words here are kept beside: {subjects:?}");
    personal.import(&late, at(11)).unwrap();
    personal.import(&early, at(12)).unwrap();
    assert_eq!(personal.questions().unwrap().len(), 2, "once; and an older file changes nothing");
}

#[test]
fn what_was_taken_back_here_does_not_come_back_to_be_sent() {
    let (_dir, personal) = fresh();
    let id = received(&personal, "Housing");
    let said = personal.say(&id, "in anger", at(1)).unwrap();
    let file = personal.export(Secrets::LeftOut, at(2)).unwrap();
    personal.unsay(&said, at(3)).unwrap();
    personal.import(&file, at(4)).unwrap();
    assert_eq!(personal.next_to_send(&member(), at(5)).unwrap(), None, "its author's wish holds");
}

#[test]
fn of_two_notes_the_later_stands_and_the_earlier_is_kept_beside() {
    let (_dir, personal) = fresh();
    let id = personal.add_note(&paragraph(), "first", at(0)).unwrap();
    let file = personal.export(Secrets::LeftOut, at(1)).unwrap();
    let (_other, other) = fresh();
    other.import(&file, at(2)).unwrap();
    other.edit_note(&id, "there", at(4)).unwrap();
    personal.edit_note(&id, "here", at(3)).unwrap();
    let file = other.export(Secrets::LeftOut, at(5)).unwrap();
    for _ in 0..2 {
        personal.import(&file, at(6)).unwrap();
        let notes = personal.notes("", everywhere).unwrap();
        let texts: Vec<_> = notes.iter().map(|line| line.note.text.as_str()).collect();
        assert_eq!(texts, ["there", "here"], "both, once");
    }
}

#[test]
fn a_file_that_is_not_whole_is_refused_as_a_whole() {
    let (_dir, personal) = rich();
    let file = personal.export(Secrets::Included, at(10)).unwrap();
    let text = String::from_utf8(file.clone()).unwrap();
    let (dir, other) = fresh();
    let refuses = |bytes: &[u8], code: ErrorCode, why: &str| {
        assert_eq!(other.import(bytes, at(11)).unwrap_err().code, code, "{why}");
        assert_eq!(other.questions().unwrap(), [], "{why}: nothing of it is taken");
        assert_eq!(other.notes("", everywhere).unwrap(), [], "{why}: nothing of it is taken");
    };
    refuses(b"", ErrorCode::PersonalDamaged, "empty");
    refuses(&file[..file.len() / 2], ErrorCode::PersonalDamaged, "cut in half");
    refuses(
        text.replace("a note", "a gnat").as_bytes(),
        ErrorCode::PersonalDamaged,
        "a letter changed",
    );
    refuses(b"{\"format\": \"another\"}", ErrorCode::PersonalDamaged, "another format");
    let newer = text.replace("\"version\": 2", "\"version\": 3");
    refuses(newer.as_bytes(), ErrorCode::PersonalNewer, "a newer program's");
    refuses(
        "[".repeat(100_000).as_bytes(),
        ErrorCode::PersonalDamaged,
        "nested beyond all measure",
    );
    let missing = other.import_from(&dir.path().join("none"), at(12)).unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound, "no file at all");
}

#[test]
fn a_hostile_file_gets_nothing_into_the_outbox_that_could_not_be_written_here() {
    let (_dir, personal) = rich();
    let file = personal.export(Secrets::Included, at(10)).unwrap();
    let whole: serde_json::Value = serde_json::from_slice(&file).unwrap();
    // Sealed anew, as somebody who knows the format would.
    let sealed = |content: serde_json::Value| {
        let digest = body_digest(hrc_domain::digest::canonical(&content).as_bytes());
        let mut file = whole.clone();
        file["content"] = content;
        file["digest"] = digest.into();
        serde_json::to_vec(&file).unwrap()
    };
    let (_other, other) = fresh();
    let unsure = whole["content"]["questions"]
        .as_array()
        .unwrap()
        .iter()
        .position(|question| question["outbox"][0]["state"] == "unconfirmed");
    let unsure = unsure.unwrap();
    let changes: [(&str, serde_json::Value); 4] = [
        ("body", "anything".into()),
        ("body", format!("{{\"x\":\"{}\"}}", "y".repeat(200_000)).into()),
        ("id", some_id(9).as_str().into()),
        ("state", "received".into()),
    ];
    for (field, value) in changes {
        let mut content = whole["content"].clone();
        content["questions"][unsure]["outbox"][0][field] = value;
        let refused: Error = other.import(&sealed(content), at(11)).unwrap_err();
        assert_eq!(refused.code, ErrorCode::PersonalDamaged, "{field}: {refused}");
    }
    let mut content = whole["content"].clone();
    content["questions"][unsure]["state"] = "sending".into();
    assert!(other.import(&sealed(content), at(11)).is_err(), "no question stands so in its row");
    other.import(&sealed(whole["content"].clone()), at(12)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_changed_byte_of_a_file_panics_or_is_half_taken(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let (_dir, personal) = fresh();
        personal.add_note(&paragraph(), "a note", at(8)).unwrap();
        let mut file = personal.export(Secrets::LeftOut, at(10)).unwrap();
        let at_byte = place.index(file.len());
        file[at_byte] = byte;
        let (_other, other) = fresh();
        let taken = other.import(&file, at(11)).is_ok();
        let notes = other.notes("", everywhere).unwrap();
        prop_assert_eq!(notes.len(), usize::from(taken), "all or nothing");
    }
}
