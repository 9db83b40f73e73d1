//! Workshops: kept, taken along in a file of their own, and opened where nobody ever saw their records.

use super::*;
use crate::corpus;
use hrc_domain::personal::PersonalHealing;
use hrc_domain::workshop::{
    AddedSlide, ChosenParagraph, Exhibit, ImageId, ItemId, Matter, OwnSlide, PractitionerParagraph,
    SlideKey, Workshop,
};
use hrc_domain::{Error, ErrorCode, Language, RecordId};
use hrc_library::{MAX_WORKSHOP_FILE, Secrets, open_workshop};
use proptest::prelude::*;

const CANARY: &str = "a-canary-in-a-workshop";

/// A picture of one pixel, and a word beside it.
fn picture(word: &str) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".to_vec();
    bytes.extend(word.as_bytes());
    bytes
}

fn graz() -> RecordId {
    RecordId::new("graz").unwrap()
}

fn item(n: usize) -> ItemId {
    ItemId::new(format!("item-{n}")).unwrap()
}

/// A workshop with everything in it, kept with its picture.
fn rich(personal: &Personal) -> Workshop {
    let image = personal.add_image(&picture(CANARY), at(0)).unwrap();
    let text = OwnSlide::Text { title: "Welcome".into(), text: CANARY.into() };
    let matters = vec![Matter::Case { record: graz() }, Matter::Own { slide: text }];
    let mut workshop = Personal::begin_workshop(Language::english(), matters, at(0)).unwrap();
    workshop.title = "An afternoon in Utrecht".into();
    let key = |text: &str| SlideKey::new(text).unwrap();
    workshop.hidden.push(key("item-1/map/0"));
    workshop.order.push(key("item-1/timeline/0"));
    workshop.own_notes.insert(key("item-1/title/0"), "Greet the mayor.".into());
    workshop.chosen.push(ChosenParagraph { record: graz(), anchor: "budget.1.0badcafe".into() });
    let picture = OwnSlide::Image { image, alt: "The hall".into(), caption: String::new() };
    let first = workshop.items.first_mut().unwrap();
    first.minutes = Some(25);
    first.added.push(AddedSlide { id: ItemId::new("hall").unwrap(), slide: picture });
    personal.keep_workshop(&workshop, at(1)).unwrap()
}

/// Graz as a library gives it, with the paragraph that was chosen.
fn exhibit() -> Exhibit {
    let mut record = corpus::city("graz", "Graz", "AT", &[]);
    record.body = "The council of Graz voted for it.".to_owned();
    let chosen = PractitionerParagraph {
        anchor: "budget.1.0badcafe".into(),
        heading: "Budget".into(),
        text: "For practitioners, and chosen.".into(),
        language: Language::english(),
        sources: Vec::new(),
    };
    let (programmes, labels, right) = Default::default();
    Exhibit { record, chosen: vec![chosen], programmes, labels, right }
}

fn file() -> Vec<u8> {
    let (_dir, personal) = fresh();
    let workshop = rich(&personal);
    personal.workshop_file(&workshop.id, vec![exhibit()], at(2)).unwrap()
}

/// The same file with another content, sealed anew, as somebody who knows the format would.
fn resealed(change: impl FnOnce(&mut serde_json::Value)) -> Vec<u8> {
    let whole: serde_json::Value = serde_json::from_slice(&file()).unwrap();
    let mut content = whole["content"].clone();
    change(&mut content);
    let content = serde_json::to_string(&content).unwrap();
    let digest = body_digest(content.as_bytes());
    format!(
        r#"{{"format":"hrc-workshop","version":1,"exported_at":"","digest":"{digest}","content":{content}}}"#
    )
    .into_bytes()
}

#[test]
fn a_workshop_is_kept_as_its_author_has_it() {
    let (dir, personal) = fresh();
    let kept = rich(&personal);
    drop(personal);
    let personal = open(dir.path());
    assert_eq!(personal.workshop(&kept.id).as_ref(), Ok(&kept), "word for word");
    let lines = personal.workshops().unwrap();
    let [line] = lines.as_slice() else { panic!("one workshop: {lines:?}") };
    assert_eq!((line.items, line.minutes, line.carried), (2, 25, false), "as the list says");
    personal.delete_workshop(&kept.id, at(3)).unwrap();
    assert_eq!(personal.workshops().unwrap(), [], "deleted");
    assert_eq!(personal.workshop(&kept.id).unwrap_err().code, ErrorCode::NotFound, "and gone");
}

#[test]
fn a_copy_is_another_workshop_and_brings_its_records_along() {
    let (_dir, personal) = fresh();
    let taken = personal.import_workshop(&file(), at(1)).unwrap();
    let copy = personal.copy_workshop(&taken.id, "Once more", at(2)).unwrap();
    assert_ne!(copy.id, taken.id, "it has a name of its own");
    assert_eq!(
        (copy.title.as_str(), &copy.items),
        ("Once more", &taken.items),
        "with the same in it"
    );
    assert_eq!(
        personal.carried(&copy.id).unwrap(),
        personal.carried(&taken.id).unwrap(),
        "also where the library never saw its records"
    );
    let changed = Workshop { items: Vec::new(), ..copy };
    personal.keep_workshop(&changed, at(3)).unwrap();
    assert_eq!(personal.workshop(&taken.id).as_ref(), Ok(&taken), "the first stays as it was");
    let long = "x".repeat(501);
    let refused = personal.copy_workshop(&taken.id, &long, at(4)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::InvalidInput, "a title is bounded");
    personal.delete_workshop(&taken.id, at(5)).unwrap();
    let gone = personal.copy_workshop(&taken.id, "Gone", at(6)).unwrap_err();
    assert_eq!(gone.code, ErrorCode::NotFound, "nothing is copied of nothing");
}

#[test]
fn of_two_editors_the_second_is_told_and_overwrites_nothing() {
    let (_dir, personal) = fresh();
    let read = rich(&personal);
    let mine = Workshop { title: "Mine".into(), ..read.clone() };
    let theirs = Workshop { title: "Theirs".into(), ..read.clone() };
    let kept = personal.keep_workshop(&mine, at(2)).unwrap();
    let refused = personal.keep_workshop(&theirs, at(3)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::Conflict, "somebody wrote meanwhile");
    assert_eq!(personal.workshop(&read.id).unwrap().title, "Mine", "what was kept stays");
    // In the very same instant, as quick fingers do.
    let again = personal.keep_workshop(&kept, at(2)).unwrap();
    assert_ne!(again.changed_at, kept.changed_at, "each state has an instant of its own");
    let noted = personal.take_down(&read.id, &item(1), "They liked it.", at(4)).unwrap();
    assert_eq!(noted.title, "Mine", "what the room said changes nothing else");
    let code = personal.take_down(&read.id, &item(9), "", at(5)).unwrap_err().code;
    assert_eq!(code, ErrorCode::NotFound, "there is no such item");
}

#[test]
fn a_file_has_all_it_needs_where_nobody_ever_saw_its_records() {
    let (_dir, personal) = fresh();
    let workshop = rich(&personal);
    let bytes = personal.workshop_file(&workshop.id, vec![exhibit()], at(2)).unwrap();
    personal.wipe().unwrap();
    assert_eq!(personal.workshops().unwrap(), [], "nothing is left here");
    let (_other, other) = fresh();
    for computer in [&personal, &other] {
        for _ in 0..2 {
            let taken = computer.import_workshop(&bytes, at(5)).unwrap();
            assert_eq!(taken, workshop, "word for word, twice as once");
        }
        let lines = computer.workshops().unwrap();
        assert_eq!(lines.len(), 1, "one workshop");
        assert!(lines.iter().all(|line| line.carried), "that has its records beside it");
        assert_eq!(computer.carried(&workshop.id).unwrap(), [exhibit()], "as they were");
        let image = ImageId::of(&picture(CANARY));
        assert_eq!(computer.image(&image).unwrap().1, picture(CANARY), "and its picture");
    }
    let (opened, records, images) = open_workshop(&bytes).unwrap();
    assert_eq!((opened, records), (workshop, vec![exhibit()]), "also without being kept");
    assert_eq!(images.len(), 1, "with its picture");
}

#[test]
fn another_workshop_of_the_same_name_comes_beside_the_one_that_is_here() {
    let (_dir, personal) = fresh();
    let workshop = rich(&personal);
    let bytes = personal.workshop_file(&workshop.id, vec![exhibit()], at(2)).unwrap();
    let same = personal.import_workshop(&bytes, at(3)).unwrap();
    assert_eq!(same.id, workshop.id, "the same is the same");
    let changed = Workshop { title: "Changed here".into(), ..workshop.clone() };
    personal.keep_workshop(&changed, at(4)).unwrap();
    let beside = personal.import_workshop(&bytes, at(5)).unwrap();
    assert_ne!(beside.id, workshop.id, "as one of its own");
    assert_eq!(personal.workshop(&workshop.id).unwrap().title, "Changed here", "ours stays");
    assert_eq!(personal.workshops().unwrap().len(), 2, "both are here");
}

#[test]
fn a_hostile_file_is_refused_as_a_whole() {
    let whole = file();
    let text = String::from_utf8(whole.clone()).unwrap();
    let (dir, personal) = fresh();
    let refuses = |bytes: &[u8], code: ErrorCode, why: &str| {
        let refused: Error = personal.import_workshop(bytes, at(5)).unwrap_err();
        assert_eq!(refused.code, code, "{why}: {refused}");
        assert_eq!(personal.workshops().unwrap(), [], "{why}: nothing of it is taken");
    };
    let damaged = ErrorCode::PersonalDamaged;
    refuses(b"", damaged, "empty");
    refuses(&whole[..whole.len() / 2], damaged, "cut in half");
    refuses(text.replace("Welcome", "Welcone").as_bytes(), damaged, "a letter changed");
    refuses(b"{\"format\": \"another\"}", damaged, "another format");
    refuses("[".repeat(100_000).as_bytes(), damaged, "nested beyond all measure");
    let newer = text.replace("\"version\":2", "\"version\":3");
    refuses(newer.as_bytes(), ErrorCode::PersonalNewer, "a newer program's");
    let large = vec![b' '; usize::try_from(MAX_WORKSHOP_FILE).unwrap() + 1];
    refuses(&large, damaged, "larger than any");
    type Change = fn(&mut serde_json::Value);
    let changes: [(&str, Change); 8] = [
        ("an image with programs in it", |c| {
            c["workshop"]["items"][0]["added"][0]["slide"]["image"] =
                ImageId::of(b"<svg/>").as_str().into();
            // "<svg/>" in base64.
            c["images"][0] = "PHN2Zy8+".into();
        }),
        ("an image that is no base64", |c| c["images"][0] = "!".into()),
        ("a link that is a program", |c| {
            c["workshop"]["items"][1]["matter"] = serde_json::json!({"kind": "own", "slide":
                {"kind": "link", "title": "", "url": "javascript:alert(1)"}});
        }),
        ("a source that is a program", |c| {
            c["records"][0]["record"]["sources"] = serde_json::json!([{
                "id": "a", "title": "a", "publisher": "a", "url": "javascript:alert(1)",
                "as_of": null, "confidence": "single", "stance": null, "seen": false,
                "language": null}]);
        }),
        ("a place beyond the poles", |c| {
            c["records"][0]["record"]["place"]["latitude"] = 900.0.into();
        }),
        ("a programme that is a city", |c| {
            c["records"][0]["programmes"] = serde_json::json!([c["records"][0]["record"].clone()]);
        }),
        ("a text beyond all measure", |c| {
            c["workshop"]["title"] = "x".repeat(100_000).into();
        }),
        ("a field nobody knows", |c| c["workshop"]["surprise"] = true.into()),
    ];
    for (why, change) in changes {
        refuses(&resealed(change), damaged, why);
    }
    let missing = personal.import_workshop_from(&dir.path().join("none"), at(6)).unwrap_err();
    assert_eq!(missing.code, ErrorCode::NotFound, "no file at all");
    personal.import_workshop(&resealed(|_| ()), at(7)).unwrap();
}

#[test]
fn what_the_workshop_does_not_show_is_not_taken_from_its_file() {
    let bytes = resealed(|content| {
        let mut other = content["records"][0].clone();
        other["record"]["id"] = "york".into();
        content["records"].as_array_mut().unwrap().push(other);
        let hidden = content["records"][0]["chosen"][0].clone();
        let mut unchosen = hidden;
        unchosen["anchor"] = "budget.2.deadbeef".into();
        content["records"][0]["chosen"].as_array_mut().unwrap().push(unchosen);
        // A picture, but of no slide.
        content["images"].as_array_mut().unwrap().push("iVBORw0KGgo=".into());
    });
    let (_dir, personal) = fresh();
    let workshop = personal.import_workshop(&bytes, at(1)).unwrap();
    assert_eq!(personal.carried(&workshop.id).unwrap(), [exhibit()], "what is shown, and no more");
}

#[test]
fn a_workshop_whose_image_is_gone_is_not_exported_by_halves() {
    let (_dir, personal) = fresh();
    let gone = ImageId::of(b"gone");
    let slide = OwnSlide::Image { image: gone, alt: String::new(), caption: String::new() };
    let matters = vec![Matter::Own { slide }];
    let workshop = Personal::begin_workshop(Language::english(), matters, at(0)).unwrap();
    let kept = personal.keep_workshop(&workshop, at(1)).unwrap();
    let refused = personal.workshop_file(&kept.id, Vec::new(), at(2)).unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotFound, "its owner is told");
}

#[test]
fn an_image_stays_as_long_as_a_workshop_shows_it() {
    let (_dir, personal) = fresh();
    let week = 8 * 24 * 3600;
    let workshop = rich(&personal);
    let shown = ImageId::of(&picture(CANARY));
    let unused = personal.add_image(&picture("unused"), at(2)).unwrap();
    let kept = personal.keep_workshop(&workshop, at(3)).unwrap();
    assert!(personal.image(&unused).is_ok(), "it may be about to be shown");
    let kept = personal.keep_workshop(&kept, at(week)).unwrap();
    assert_eq!(personal.image(&unused).unwrap_err().code, ErrorCode::NotFound, "it never was");
    assert!(personal.image(&shown).is_ok(), "this one is shown");
    personal.delete_workshop(&kept.id, at(week)).unwrap();
    assert!(personal.image(&shown).is_err(), "until its workshop is deleted");
}

#[test]
fn workshops_go_along_with_everything_personal() {
    let (_dir, personal) = fresh();
    let workshop = rich(&personal);
    let carried = {
        let (_away, away) = fresh();
        let theirs = rich(&away);
        away.workshop_file(&theirs.id, vec![exhibit()], at(2)).unwrap()
    };
    let carried = personal.import_workshop(&carried, at(3)).unwrap();
    let everything = personal.export(Secrets::LeftOut, at(4)).unwrap();
    let (_other, other) = fresh();
    for known in [0, 2] {
        let imported = other.import(&everything, at(5)).unwrap();
        assert_eq!((imported.workshops, imported.known), (2 - known, known), "twice is once");
    }
    assert_eq!(other.workshop(&workshop.id).as_ref(), Ok(&workshop), "word for word");
    assert_eq!(other.carried(&carried.id).unwrap(), [exhibit()], "with what it carries");
    assert!(other.image(&ImageId::of(&picture(CANARY))).is_ok(), "with its picture");
    // Changed on both, there later: both stay.
    let here = Workshop { title: "here".into(), ..workshop.clone() };
    let there = Workshop { title: "there".into(), ..workshop };
    personal.keep_workshop(&here, at(6)).unwrap();
    other.keep_workshop(&there, at(7)).unwrap();
    let everything = other.export(Secrets::LeftOut, at(8)).unwrap();
    personal.import(&everything, at(9)).unwrap();
    let mut titles: Vec<_> =
        personal.workshops().unwrap().into_iter().map(|line| line.title).collect();
    titles.sort();
    assert_eq!(titles, ["An afternoon in Utrecht", "here", "there"], "nobody's words are lost");
}

#[test]
fn workshops_are_salvaged_from_a_damaged_file_with_all_they_show() {
    let (dir, personal) = fresh();
    let workshop = rich(&personal);
    let carried = {
        let (_away, away) = fresh();
        let theirs = rich(&away);
        away.workshop_file(&theirs.id, vec![exhibit()], at(2)).unwrap()
    };
    let carried = personal.import_workshop(&carried, at(3)).unwrap();
    drop(personal);
    let file = dir.path().join("personal.sqlite");
    let db = rusqlite::Connection::open(&file).unwrap();
    let root = "SELECT rootpage FROM sqlite_schema WHERE name = 'note_record'";
    let page: i64 = db.query_row(root, [], |row| row.get(0)).unwrap();
    drop(db);
    let mut bytes = std::fs::read(&file).unwrap();
    let begin = (usize::try_from(page).unwrap() - 1) * 4096;
    bytes[begin..begin + 4096].fill(0xA5);
    std::fs::write(&file, bytes).unwrap();
    let personal = open(dir.path());
    let told = personal.healed().map(|PersonalHealing::BegunAnew { taken_over, .. }| *taken_over);
    assert_eq!(told.map(|told| told.workshops), Some(2), "both are counted");
    assert_eq!(personal.workshop(&workshop.id).as_ref(), Ok(&workshop), "word for word");
    assert_eq!(personal.carried(&carried.id).unwrap(), [exhibit()], "with what it carries");
    assert!(personal.image(&ImageId::of(&picture(CANARY))).is_ok(), "with its picture");
}

#[test]
fn a_workshops_file_of_the_first_version_still_opens() {
    let first = resealed(|content| {
        for carried in content["records"].as_array_mut().unwrap() {
            let right = carried.as_object_mut().unwrap().remove("right");
            assert!(right.is_some(), "what is written now has it");
        }
    });
    let (_dir, personal) = fresh();
    let opened = personal.import_workshop(&first, at(2)).unwrap();
    assert_eq!(personal.carried(&opened.id).unwrap(), [exhibit()], "with what it carries");
}

#[test]
fn a_file_of_the_first_version_still_comes_in() {
    let (_dir, personal) = fresh();
    personal.add_bookmark(&graz(), None, "Graz", at(0)).unwrap();
    let whole: serde_json::Value =
        serde_json::from_slice(&personal.export(Secrets::LeftOut, at(1)).unwrap()).unwrap();
    let mut first = whole.clone();
    first["version"] = 1.into();
    let content = first["content"].as_object_mut().unwrap();
    content.remove("workshops");
    content.remove("images");
    let digest = body_digest(hrc_domain::digest::canonical(&first["content"]).as_bytes());
    first["digest"] = digest.into();
    let (_other, other) = fresh();
    let imported = other.import(&serde_json::to_vec(&first).unwrap(), at(2)).unwrap();
    assert_eq!(imported.bookmarks, 1, "what it had");
}

#[test]
fn nothing_of_a_workshop_is_left_after_a_wipe() {
    let holds = |dir: &Path| {
        std::fs::read_dir(dir).unwrap().any(|file| {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes())
        })
    };
    let (dir, personal) = fresh();
    rich(&personal);
    personal.import_workshop(&file(), at(3)).unwrap();
    assert!(holds(dir.path()), "it is there to be found");
    personal.wipe().unwrap();
    assert!(!holds(dir.path()), "not a word, and no picture");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn no_changed_byte_of_a_workshops_file_panics_or_is_half_taken(place in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = file();
        let at_byte = place.index(bytes.len());
        bytes[at_byte] = byte;
        let (_dir, personal) = fresh();
        let taken = personal.import_workshop(&bytes, at(5)).is_ok();
        prop_assert_eq!(personal.workshops().unwrap().len(), usize::from(taken), "all or nothing");
    }
}
