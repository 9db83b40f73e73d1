//! The sound collection as domain values, field by field.

mod kinds;

use crate::collection::Folder;
use hrc_domain::record::{Confidence, FraElement, Presenting, Stance, Translation};
use hrc_domain::vocabulary::Concept;
use hrc_domain::{
    Detail, Entry, ErrorCode, Facets, Language, PartialDate, Record, RecordId, Source, Supplement,
    Vocabulary,
};
use std::collections::BTreeMap;
use std::fs;

pub fn id(text: &str) -> RecordId {
    RecordId::new(text).unwrap()
}

pub fn date(text: &str) -> PartialDate {
    PartialDate::new(text).unwrap()
}

pub fn language(code: &str) -> Language {
    Language::new(code).unwrap()
}

pub fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A source with what every source has.
pub fn source(
    id: &str,
    title: &str,
    publisher: &str,
    confidence: Confidence,
    seen: bool,
) -> Source {
    let (title, publisher) = (title.to_owned(), publisher.to_owned());
    let (url, as_of, stance, language) = (None, None, None, None);
    Source { id: id.to_owned(), title, publisher, url, as_of, confidence, stance, seen, language }
}

/// A record with the fields that all fixtures share.
pub fn record(name: &str, section: &str, title: &str, body: &str, detail: Detail) -> Record {
    Record {
        id: id(name),
        section: section.to_owned(),
        title: title.to_owned(),
        summary: "What it is.".to_owned(),
        language: language("en"),
        aliases: Vec::new(),
        translations: BTreeMap::new(),
        facets: Facets::default(),
        body: body.to_owned(),
        sources: Vec::new(),
        related: Vec::new(),
        updated: date("2026-11-20"),
        presenting: None,
        detail,
    }
}

/// The record of this id in the sound collection.
pub fn read(name: &str) -> Record {
    let entries = Folder::sound().read().entries;
    let found = entries.into_iter().find_map(|entry| match entry {
        Entry::Record(record) if record.id.as_str() == name => Some(*record),
        _ => None,
    });
    found.unwrap_or_else(|| panic!("no record {name}"))
}

#[test]
fn every_field_that_any_record_has_is_read() {
    let expected = Record {
        summary: "The worth that everyone has.".to_owned(),
        aliases: strings(&["Worth", "Human dignity"]),
        translations: BTreeMap::from([
            (
                language("de"),
                Translation {
                    title: Some("Würde".to_owned()),
                    summary: Some("Der Wert eines jeden Menschen.".to_owned()),
                    aliases: strings(&["Menschenwürde"]),
                    reviewed: true,
                },
            ),
            (
                language("fr"),
                Translation { title: Some("Dignité".to_owned()), ..Translation::default() },
            ),
        ]),
        facets: Facets {
            themes: vec![id("housing")],
            udhr: vec![1, 30],
            eu_charter: vec![1, 54],
            sdgs: vec![17],
            target_groups: strings(&["everyone"]),
            fra: vec![FraElement::Foundation, FraElement::Tool],
            city: Some(id("graz")),
            country: Some("AT".to_owned()),
            region: Some("europe".to_owned()),
        },
        sources: vec![Source {
            url: Some("https://www.un.org/en/udhr".to_owned()),
            as_of: Some(date("1948-12-10")),
            stance: Some(Stance::Own),
            language: Some(language("en")),
            ..source("un", "The Declaration", "United Nations", Confidence::Established, false)
        }],
        related: vec![id("way")],
        presenting: Some(Presenting {
            key_figure: Some("Thirty articles".to_owned()),
            notes: Some("Read it aloud.".to_owned()),
            questions: strings(&["Whose dignity?", "And here?"]),
        }),
        ..record(
            "dignity",
            "framework",
            "Dignity",
            "The Declaration begins with dignity.[^un] See [Graz](graz).\n\n## In a city\n\n\
             - It stands in the first article.[^un]\n",
            Detail::Term {},
        )
    };
    assert_eq!(read("dignity"), expected, "what an author writes is what a reader gets");
}

#[test]
fn a_practitioner_file_and_a_list_are_entries_of_their_own() {
    let entries = Folder::sound().read().entries;
    let supplement = Entry::Supplement(Supplement {
        id: id("graz"),
        language: language("en"),
        body: "## Results\n\nIt began in 1997.[^etc][^press][^city]\n".to_owned(),
        sources: vec![
            source("city", "City", "City of Graz", Confidence::Confirmed, true),
            source("etc", "Process", "ETC Graz", Confidence::Single, false),
        ],
        updated: date("2026-11-20"),
    });
    assert!(entries.contains(&supplement), "it travels apart from the general text");
    let name = |text: &str| BTreeMap::from([(language("en"), text.to_owned())]);
    let list = Entry::Vocabulary(Vocabulary {
        id: id("link-groups"),
        concepts: vec![
            Concept {
                id: "sdg".to_owned(),
                parent: None,
                names: name("Goals"),
                alternatives: BTreeMap::from([(language("en"), vec!["Aims".to_owned()])]),
                texts: BTreeMap::new(),
            },
            Concept {
                id: "sdg-agenda".to_owned(),
                parent: Some("sdg".to_owned()),
                names: name("Agenda"),
                alternatives: BTreeMap::new(),
                texts: BTreeMap::new(),
            },
        ],
    });
    assert!(entries.contains(&list), "its concepts stand in their order");
}

#[test]
fn a_list_gets_the_wording_that_lies_beside_it_under_a_licence() {
    let folder = Folder::sound();
    std::fs::create_dir(folder.path().join("reference")).unwrap();
    let wording =
        r#"{ "sdg": { "en": ["End \"poverty\"", "1.1 By 2030"], "de": ["Armut beenden"] } }"#;
    std::fs::write(folder.path().join("reference/link-groups.json"), wording).unwrap();
    assert_eq!(folder.read().faults.len(), 1, "others' words need a licence");
    let licence = "[[file]]\npath = \"reference/link-groups.json\"\nlicence = \"MIT\"\nsource = \"a package\"\n";
    std::fs::write(folder.path().join("LICENCES.toml"), licence).unwrap();
    let collection = folder.read();
    assert_eq!(collection.faults, []);
    let groups = |entry: &Entry| match entry {
        Entry::Vocabulary(list) if list.id == id("link-groups") => Some(list.clone()),
        _ => None,
    };
    let list = collection.entries.iter().find_map(groups).unwrap();
    let text = list.concept("sdg").unwrap().text(&language("sv")).unwrap();
    let expected = ["End \"poverty\"".to_owned(), "1.1 By 2030".to_owned()];
    assert_eq!(text, (&language("en"), expected.as_slice()), "word by word");
    assert!(list.concept("sdg-agenda").unwrap().texts.is_empty(), "and only where there is one");
}

#[test]
fn entries_come_in_the_order_of_their_keys() {
    let keys: Vec<String> = Folder::sound().read().entries.iter().map(Entry::key).collect();
    assert!(keys.is_sorted(), "a bundle made twice is the same twice: {keys:?}");
    assert_eq!(keys.len(), 18, "twelve records, one practitioner depth, five lists");
}

#[test]
fn every_entry_survives_the_way_through_json() {
    for entry in Folder::sound().read().entries {
        let json = serde_json::to_string(&entry).unwrap();
        let back: Entry = serde_json::from_str(&json).unwrap();
        assert_eq!(back, entry, "this is how it reaches the library: {json}");
        if let Entry::Record(record) = &entry {
            let kind = format!("\"kind\":\"{}\"", record.kind().as_str());
            assert!(json.contains(&kind), "the kind is its tag: {json}");
        }
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_nothing() {
    let folder = Folder::sound();
    let plain = folder.read();
    for sub in fs::read_dir(folder.path()).unwrap() {
        for file in fs::read_dir(sub.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            fs::write(path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
        }
    }
    assert_eq!(folder.read(), plain, "an editor's editor must not matter");
}

#[test]
fn the_practitioners_depth_is_kept_apart_from_what_everybody_has() {
    let layers = Folder::sound().read().layers().unwrap();
    let keys: Vec<String> = layers.practitioner.iter().map(Entry::key).collect();
    assert_eq!(keys, ["graz/practitioner"], "the one practitioner file");
    let is_deep = |entry: &Entry| matches!(entry, Entry::Supplement(_));
    assert!(!layers.general.iter().any(is_deep), "none of it is left in the general layer");
    assert_eq!(
        layers.general.len() + 1,
        Folder::sound().read().entries.len(),
        "and nothing is lost"
    );
}

#[test]
fn neither_faulty_nor_empty_content_has_layers() {
    let faulty = Folder::with("bad-date").read().layers().unwrap_err();
    assert_eq!(faulty.code, ErrorCode::ContentFaulty, "half of it would withdraw the rest");
    let empty = hrc_content::Collection { entries: Vec::new(), faults: Vec::new() };
    assert_eq!(empty.layers().unwrap_err().code, ErrorCode::InvalidInput, "a wrong path");
}
