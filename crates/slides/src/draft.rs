//! A slide before it knows its place: what it shows, and what its record gives it.

use hrc_domain::deck::Notes;
use hrc_domain::deck::{Page, Part, Phrase, Slide, SlideContent, SourceLine};
use hrc_domain::error::Result;
use hrc_domain::workshop::{Exhibit, ItemId, SlideKey};
use hrc_domain::{Language, Record, RecordId, Source};

/// A slide whose number, order and notes are not settled.
pub(crate) struct Draft {
    /// The middle of its key: the part, and what tells it from others of the same part.
    pub name: String,
    pub part: Part,
    pub heading: Option<Phrase>,
    pub content: SlideContent,
    pub language: Language,
    pub sources: Vec<SourceLine>,
    pub notes: Option<Phrase>,
    pub practitioner: bool,
    /// Whether it waits hidden until somebody wants it.
    pub spare: bool,
}

impl Draft {
    /// A slide of a part.
    pub(crate) fn new(part: Part, content: SlideContent, language: &Language) -> Self {
        Self {
            name: part.as_str().to_owned(),
            part,
            heading: None,
            content,
            language: language.clone(),
            sources: Vec::new(),
            notes: None,
            practitioner: false,
            spare: false,
        }
    }

    /// With the sources of these names, each once.
    pub(crate) fn citing<'a>(
        mut self,
        record: &Record,
        ids: impl IntoIterator<Item = &'a String>,
    ) -> Self {
        for id in ids {
            if self.sources.iter().any(|s| s.id == *id && s.record == record.id) {
                continue;
            }
            self.sources.extend(source(record, id));
        }
        self
    }
}

/// The slides of an item, each with its lasting name and its page.
pub(crate) fn numbered(
    item: &ItemId,
    exhibits: &[&Exhibit],
    drafts: Vec<Draft>,
) -> Result<Vec<Slide>> {
    let names: Vec<String> = drafts.iter().map(|draft| draft.name.clone()).collect();
    let count = |name: &str, among: &[String]| among.iter().filter(|one| *one == name).count();
    let records: Vec<_> = exhibits.iter().map(|one| one.record.id.clone()).collect();
    let mut articles: Vec<u8> =
        exhibits.iter().flat_map(|one| one.record.facets.udhr.iter().copied()).collect();
    articles.sort_unstable();
    articles.dedup();
    let as_of = exhibits.iter().map(|one| one.record.updated.clone()).min();
    drafts
        .into_iter()
        .enumerate()
        .map(|(at, draft)| {
            let number = count(&draft.name, names.get(..at).unwrap_or_default());
            let of = count(&draft.name, &names);
            let notes = draft.notes.map(|notes| Notes {
                text: notes.text,
                language: notes.language,
                own: false,
            });
            let empty =
                || Notes { text: String::new(), language: draft.language.clone(), own: false };
            let own = own_words(draft.part) && !draft.practitioner;
            Ok(Slide {
                key: SlideKey::new(format!("{item}/{}/{number}", draft.name))?,
                item: item.clone(),
                part: draft.part,
                heading: draft.heading,
                page: Page { number: whole(number + 1), of: whole(of) },
                content: draft.content,
                notes: notes.unwrap_or_else(empty),
                language: draft.language,
                records: if own { Vec::new() } else { records.clone() },
                articles: if own { Vec::new() } else { articles.clone() },
                as_of: as_of.clone().filter(|_| !own),
                sources: draft.sources,
                practitioner: draft.practitioner,
                spare: draft.spare,
                hidden: false,
            })
        })
        .collect()
}

/// Whether a part is the author's own, whatever item it stands in.
const fn own_words(part: Part) -> bool {
    matches!(part, Part::Text | Part::Link | Part::Image)
}

/// A source of the record by its name.
pub(crate) fn source(record: &Record, id: &str) -> Option<SourceLine> {
    let source = record.sources.iter().find(|source| source.id == id)?;
    Some(source_line(&record.id, source))
}

/// A source as it is shown, with the record that says so.
pub(crate) fn source_line(record: &RecordId, source: &Source) -> SourceLine {
    SourceLine {
        id: source.id.clone(),
        record: record.clone(),
        title: source.title.clone(),
        publisher: source.publisher.clone(),
        url: source.url.clone(),
        as_of: source.as_of.clone(),
        confidence: source.confidence,
        stance: source.stance,
        language: source.language.clone(),
    }
}

/// Words of the record in its own language.
pub(crate) fn phrase(text: impl Into<String>, language: &Language) -> Phrase {
    Phrase { text: text.into(), language: language.clone(), unreviewed: false }
}

/// The record's title in this language where there is one, else its own.
pub(crate) fn title(record: &Record, language: &Language) -> Phrase {
    translated(record, language, |t| t.title.as_deref(), &record.title)
}

/// The record's summary in this language where there is one, else its own.
pub(crate) fn summary(record: &Record, language: &Language) -> Phrase {
    translated(record, language, |t| t.summary.as_deref(), &record.summary)
}

fn translated(
    record: &Record,
    language: &Language,
    field: impl Fn(&hrc_domain::record::Translation) -> Option<&str>,
    own: &str,
) -> Phrase {
    let found = record.translations.get(language).filter(|_| record.language != *language);
    match found.and_then(|t| field(t).map(|text| (text, t.reviewed))) {
        Some((text, reviewed)) => {
            Phrase { text: text.to_owned(), language: language.clone(), unreviewed: !reviewed }
        }
        None => phrase(own, &record.language),
    }
}

/// The name of a concept the record is filed under, in this language or else in English.
pub(crate) fn label(
    exhibit: &Exhibit,
    group: &str,
    value: &str,
    language: &Language,
) -> Option<String> {
    let named = |language: &Language| {
        let labels = exhibit.labels.get(language)?;
        let found = labels.iter().find(|one| one.group == group && one.value == value)?;
        Some(found.label.clone())
    };
    named(language).or_else(|| named(&Language::english()))
}

/// A count as it crosses the boundary.
pub(crate) fn whole(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
