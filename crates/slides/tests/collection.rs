//! The authored collection, and workshops of it.

use hrc_domain::question::LetterId;
use hrc_domain::record::Kind;
use hrc_domain::workshop::{AgendaItem, Exhibit, ItemId, Matter, OwnSlide, RightInWords, Workshop};
use hrc_domain::{Entry, Language, Record, RecordId, Vocabulary};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../resources/content");
    hrc_content::read(&folder).unwrap().entries
});

static RECORDS: LazyLock<Vec<Record>> = LazyLock::new(|| {
    let records = ENTRIES.iter().filter_map(|entry| match entry {
        Entry::Record(record) => Some(record.as_ref().clone()),
        _ => None,
    });
    records.collect()
});

static UDHR: LazyLock<Vocabulary> = LazyLock::new(|| {
    let lists = ENTRIES.iter().find_map(|entry| match entry {
        Entry::Vocabulary(list) if list.id.as_str() == "udhr" => Some(list.clone()),
        _ => None,
    });
    lists.unwrap()
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
    let right = record.facets.udhr.first().filter(|_| {
        // As the library gives it.
        matches!(record.kind(), Kind::City | Kind::Practice)
    });
    let right = right.map(|article| in_words(*article));
    let record = record.clone();
    Exhibit { record, chosen: Vec::new(), programmes, labels: BTreeMap::new(), right }
}

/// An article in its own words, with the source the collection names.
fn in_words(article: u8) -> RightInWords {
    let concept = UDHR.concept(&article.to_string()).unwrap();
    let paragraphs = concept.texts.clone();
    let declaration = records().iter().find(|one| one.id.as_str() == "universal-declaration");
    let declaration = declaration.unwrap();
    let source = declaration.sources.iter().find(|one| one.id == "udhr").unwrap().clone();
    RightInWords { article, paragraphs, source: Some((declaration.id.clone(), source)) }
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
