//! The authored collection, and workshops of it.

use hrc_domain::question::LetterId;
use hrc_domain::record::Kind;
use hrc_domain::workshop::{AgendaItem, Exhibit, ItemId, Matter, OwnSlide, Workshop};
use hrc_domain::{Entry, Language, Record, RecordId};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../resources/content");
    let collection = hrc_content::read(&folder).unwrap();
    let records = collection.entries.into_iter().filter_map(|entry| match entry {
        Entry::Record(record) => Some(*record),
        _ => None,
    });
    records.collect()
});

/// Every record that was authored.
pub fn records() -> &'static [Record] {
    &RECORDS
}

/// A record as the library gives it to a deck, without what was chosen of it.
pub fn exhibit(record: &Record) -> Exhibit {
    let of_it = |one: &&Record| {
        one.kind() == Kind::Practice && one.facets.city.as_ref() == Some(&record.id)
    };
    let programmes = records().iter().filter(of_it);
    let programmes = programmes
        .map(|one| Record { body: String::new(), sources: Vec::new(), ..one.clone() })
        .collect();
    let record = record.clone();
    Exhibit { record, chosen: Vec::new(), programmes, labels: BTreeMap::new() }
}

/// The record of this name.
pub fn named(id: &str) -> Exhibit {
    exhibit(records().iter().find(|one| one.id.as_str() == id).unwrap())
}

/// A workshop of these matters, as items `a`, `b` and so on.
pub fn workshop(language: &str, matters: Vec<Matter>) -> Workshop {
    let id = LetterId::new("0190a1b2-c3d4-7e5f-8a6b-0123456789ab").unwrap();
    let language = Language::new(language).unwrap();
    let item = |(n, matter): (usize, Matter)| AgendaItem {
        id: item_id(&char::from(b'a' + u8::try_from(n).unwrap()).to_string()),
        minutes: None,
        matter,
        added: Vec::new(),
        taken: String::new(),
    };
    let items = matters.into_iter().enumerate().map(item).collect();
    Workshop { items, ..Workshop::begun(id, language, "2026-11-21T22:00:00.000Z".into()) }
}

/// A case by the name of its record.
pub fn case(id: &str) -> Matter {
    Matter::Case { record: RecordId::new(id).unwrap() }
}

/// A comparison by the names of its records.
pub fn comparison(ids: &[&str]) -> Matter {
    Matter::Comparison { records: ids.iter().map(|id| RecordId::new(*id).unwrap()).collect() }
}

/// Words of one's own.
pub fn text(title: &str, text: &str) -> OwnSlide {
    OwnSlide::Text { title: title.to_owned(), text: text.to_owned() }
}

/// An item's name.
pub fn item_id(id: &str) -> ItemId {
    ItemId::new(id).unwrap()
}
