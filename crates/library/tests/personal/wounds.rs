//! A damaged file: what can still be read of it comes along into the new one.

use super::*;
use hrc_domain::RecordId;
use hrc_domain::personal::{Bookmark, Imported, NotePlace, PersonalHealing};
use hrc_library::Present;
use std::fs;
use std::ops::Range;

/// Bytes of a page.
const PAGE: usize = 4096;

/// How many there are of each.
const MANY: u32 = 90;

/// What was taken over when it was opened; none where nothing was amiss.
fn taken_over(personal: &Personal) -> Option<Imported> {
    personal.healed().map(|PersonalHealing::BegunAnew { taken_over, .. }| *taken_over)
}

fn notes(personal: &Personal) -> usize {
    personal.notes("", |_, _| Present::Gone).unwrap().len()
}

/// Overwrites these bytes of a page, counted from 1.
fn flip(dir: &Path, page: usize, bytes: Range<usize>) {
    let file = dir.join("personal.sqlite");
    let mut all = fs::read(&file).unwrap();
    let start = (page - 1) * PAGE;
    all[start + bytes.start..start + bytes.end].iter_mut().for_each(|byte| *byte ^= 0xA5);
    fs::write(file, all).unwrap();
}

/// A folder with many drafts, notes and bookmarks, closed.
fn full() -> tempfile::TempDir {
    let (dir, personal) = fresh();
    for n in 0..MANY {
        let text = format!("{n} {}", "words of a question ".repeat(20));
        personal.save_draft(None, &Draft { text, ..draft(&format!("{n}")) }, at(0)).unwrap();
        let record = RecordId::new(format!("record-{n}")).unwrap();
        let title = "A record with a long title, so that pages fill".to_owned();
        let place = NotePlace {
            record: record.clone(),
            title: title.clone(),
            anchor: None,
            excerpt: "A paragraph as it stood. ".repeat(8),
        };
        personal.add_note(&place, &format!("note {n}"), at(0)).unwrap();
        personal.add_bookmark(&record, None, &title, at(0)).unwrap();
    }
    dir
}

#[test]
fn whichever_page_is_spoilt_what_lies_on_the_others_comes_along() {
    let whole = full();
    let pages = fs::read(whole.path().join("personal.sqlite")).unwrap().len() / PAGE;
    assert!(pages > 40, "there are enough of them: {pages}");
    let mut without_a_way = Vec::new();
    for page in 1..=pages {
        let dir = tempfile::tempdir().unwrap();
        fs::copy(whole.path().join("personal.sqlite"), dir.path().join("personal.sqlite")).unwrap();
        flip(dir.path(), page, if page == 1 { 100..PAGE } else { 0..PAGE });
        let personal = open(dir.path());
        // A page that is used for nothing at the moment can hold anything.
        let Some(told) = taken_over(&personal) else { continue };
        let here = Imported {
            questions: u32::try_from(personal.questions().unwrap().len()).unwrap(),
            notes: u32::try_from(notes(&personal)).unwrap(),
            bookmarks: u32::try_from(personal.bookmarks().unwrap().len()).unwrap(),
            known: 0,
        };
        assert_eq!(told, here, "page {page}: as much is told as is here");
        let lost = 3 * MANY - here.questions - here.notes - here.bookmarks;
        // A page from which others are reached takes its whole table along; there are few. Of the
        // smallest rows, some fifty lie on one page.
        if lost > 60 {
            without_a_way.push((page, lost));
        }
        let aside = fs::read_dir(dir.path()).unwrap().flatten();
        let aside = aside.filter(|file| {
            let name = file.file_name().to_string_lossy().into_owned();
            name.starts_with("personal-damaged") && name.ends_with(".sqlite")
        });
        assert_eq!(aside.count(), 1, "page {page}: the file itself is kept");
    }
    // Those of the layout, and the roots of three tables.
    assert!(without_a_way.len() <= 6, "all others are read around: {without_a_way:?}");
}

#[test]
fn two_wounds_in_one_table_leave_what_lies_before_between_and_behind() {
    let dir = full();
    let file = dir.path().join("personal.sqlite");
    let bytes = fs::read(&file).unwrap();
    // The pages on which drafts lie, in their order.
    let drafts: Vec<_> = (1..=bytes.len() / PAGE)
        .filter(|page| {
            let page = &bytes[(page - 1) * PAGE..page * PAGE];
            page.first() == Some(&0x0D) && page.windows(19).any(|w| w == b"words of a question")
        })
        .collect();
    assert!(drafts.len() > 8, "there are enough of them: {drafts:?}");
    for page in [drafts[2], drafts[6]] {
        flip(dir.path(), page, 0..PAGE);
    }
    let personal = open(dir.path());
    let told = taken_over(&personal).expect("it is said");
    assert_eq!((told.notes, told.bookmarks), (MANY, MANY), "what was not hurt is all here");
    let subjects: Vec<u32> = personal
        .questions()
        .unwrap()
        .iter()
        .map(|question| question.subject.parse().unwrap())
        .collect();
    let per_page = MANY as usize / drafts.len() + 2;
    assert!(subjects.len() >= MANY as usize - 2 * per_page, "but two pages: {}", subjects.len());
    assert!(subjects.contains(&0) && subjects.contains(&(MANY - 1)), "both ends are here");
}

#[test]
fn what_waited_is_a_draft_again_and_what_the_server_told_is_asked_for_once_more() {
    let (dir, personal) = fresh();
    let there = received(&personal, "At the server");
    let told = page(vec![update(1, &there, answer(&some_id(1)))]);
    personal.receive(&told, &member(), at(1)).unwrap();
    let waiting = personal.ask(&draft("Waiting"), &member(), at(2)).unwrap();
    let secret = personal.receipt(SERVER, at(3)).unwrap().secret;
    drop(personal);
    // A page that nothing needs any more, but that tells of the damage: that of an index.
    let db = rusqlite::Connection::open(dir.path().join("personal.sqlite")).unwrap();
    let roots = "SELECT rootpage FROM sqlite_schema WHERE name IN ('letter', 'note_record')";
    let roots: Vec<usize> = db
        .prepare(roots)
        .unwrap()
        .query_map([], |row| row.get::<_, i64>(0))
        .unwrap()
        .map(|page| usize::try_from(page.unwrap()).unwrap())
        .collect();
    drop(db);
    roots.iter().for_each(|&page| flip(dir.path(), page, 0..PAGE));
    let personal = open(dir.path());
    let counted = taken_over(&personal).expect("it is said");
    assert_eq!(counted.questions, 2, "both questions are here");
    assert_eq!(state(&personal, &waiting), QuestionState::Draft, "nothing is sent unasked");
    assert_eq!(state(&personal, &there), QuestionState::Received, "as the server said last");
    assert_eq!(personal.receipt(SERVER, at(4)).unwrap().secret, secret, "what opens answers");
    assert!(personal.question(&there).unwrap().letters.is_empty(), "the answer is lost here");
    assert_eq!(personal.cursor(&member()).unwrap(), 0, "it is asked for from the beginning");
    personal.receive(&told, &member(), at(5)).unwrap();
    assert_eq!(personal.question(&there).unwrap().letters.len(), 1, "and comes again");
    let bookmarks: Vec<Bookmark> = personal.bookmarks().unwrap();
    assert!(bookmarks.is_empty(), "nothing is made up");
}
