//! From a record to the document the index holds of it.

use super::fed;
use super::schema::Fields;
use super::stems::Stems;
use crate::alphabet;
use crate::filing::filed_under;
use crate::names::Names;
use crate::store::{Card, StoredPassage};
use crate::words::{bare_address, fold, grams, spellings, whole, words};
use hrc_domain::{Kind, Language, PartialDate};
use std::collections::{BTreeMap, BTreeSet};
use tantivy::TantivyDocument;
use tantivy::schema::Field;

/// Makes documents, remembering the stems of the words it has met.
pub struct Feeder<'a> {
    fields: &'a Fields,
    names: &'a Names,
    stems: Stems,
}

/// The folded words of a document so far, each once.
type Seen = BTreeSet<String>;

impl<'a> Feeder<'a> {
    /// A feeder for documents with these fields, labelled with these names.
    pub fn new(fields: &'a Fields, names: &'a Names) -> Self {
        Self { fields, names, stems: Stems::default() }
    }

    /// The document of a record.
    pub fn document(&mut self, card: &Card, passages: &[StoredPassage]) -> TantivyDocument {
        let fields = self.fields;
        let mut doc = TantivyDocument::default();
        doc.add_text(fields.id, card.id.as_str());
        let (mut titled, mut told) = (Seen::new(), Seen::new());
        self.feed_names(&mut doc, card, &mut titled);
        self.feed_body(&mut doc, card, passages, &mut told);
        doc.add_text(fields.title_starts, starts(&titled, 1));
        doc.add_text(fields.body_starts, starts(&told, 2));
        let all = titled.union(&told).flat_map(|word| grams(word, false));
        doc.add_text(fields.grams, joined(all.collect::<BTreeSet<_>>()));
        self.file(&mut doc, card);
        doc
    }

    fn feed_names(&mut self, doc: &mut TantivyDocument, card: &Card, seen: &mut Seen) {
        let fields = self.fields;
        let translated = card.translations.values().filter_map(|t| t.title.as_ref());
        for title in std::iter::once(&card.title).chain(translated) {
            doc.add_text(fields.whole_title, whole(title));
        }
        for (n, (name, language)) in card.names().enumerate() {
            let field = if n == 0 { fields.title } else { fields.names };
            self.feed(doc, field, fields.title_stems, name, language, seen);
            if n > 0 {
                doc.add_text(fields.whole_name, whole(name));
            }
        }
        for address in &card.urls {
            doc.add_text(fields.whole_name, whole(bare_address(address)));
            doc.add_text(fields.labels, exact(bare_address(address), &mut Seen::new()));
            let Some(host) =
                url::Url::parse(address).ok().and_then(|u| u.host_str().map(str::to_owned))
            else {
                continue;
            };
            let host = bare_address(&host);
            // People know a site by its name, with or without the ending.
            let name = host.rsplit_once('.').map_or(host, |(name, _)| name);
            doc.add_text(fields.whole_name, whole(host));
            doc.add_text(fields.whole_name, whole(name));
            doc.add_text(fields.names, exact(name, seen));
        }
    }

    fn feed_body(
        &mut self,
        doc: &mut TantivyDocument,
        card: &Card,
        passages: &[StoredPassage],
        seen: &mut Seen,
    ) {
        let (body, stems) = (self.fields.body, self.fields.body_stems);
        self.feed(doc, body, stems, &card.summary, &card.language, seen);
        for (language, translation) in &card.translations {
            if let Some(summary) = &translation.summary {
                self.feed(doc, body, stems, summary, language, seen);
            }
        }
        for passage in passages {
            self.feed(doc, body, stems, &passage.text, &card.language, seen);
        }
    }

    /// Feeds one text into a field of words and a field of stems. Phrases do not cross texts.
    fn feed(
        &mut self,
        doc: &mut TantivyDocument,
        field: Field,
        stem_field: Field,
        text: &str,
        language: &Language,
        seen: &mut Seen,
    ) {
        let words_of_text = exact(text, seen);
        if words_of_text.is_empty() {
            return;
        }
        doc.add_text(field, words_of_text);
        let mut stems = String::new();
        for word in words(text) {
            if let Some(stem) = self.stems.stem(language.as_str(), word.text) {
                push(&mut stems, fed::NEXT, stem);
            }
        }
        if !stems.is_empty() {
            doc.add_text(stem_field, stems);
        }
    }

    fn file(&mut self, doc: &mut TantivyDocument, card: &Card) {
        let fields = self.fields;
        for (group, value) in filed_under(card) {
            doc.add_text(fields.facet, format!("{}={value}", group.as_str()));
            for (name, _) in self.names.all(group, &value) {
                doc.add_text(fields.labels, exact(name, &mut Seen::new()));
            }
        }
        doc.add_u64(fields.updated, day(&card.updated));
        doc.add_u64(fields.prior, prior(card.kind));
        let titles: BTreeMap<&str, &str> = card
            .translations
            .iter()
            .filter_map(|(l, t)| Some((l.as_str(), t.title.as_deref()?)))
            .collect();
        for (language, field) in &fields.sort {
            let title = titles.get(language).copied().unwrap_or(&card.title);
            doc.add_text(*field, alphabet::sort_key(language, title));
        }
    }
}

/// A text's folded words with their second spellings, ready to be fed.
fn exact(text: &str, seen: &mut Seen) -> String {
    let mut fed = String::with_capacity(text.len());
    for word in words(text) {
        for (n, spelling) in spellings(word.text).enumerate() {
            push(&mut fed, if n == 0 { fed::NEXT } else { fed::SAME }, &spelling);
            seen.insert(spelling);
        }
    }
    fed
}

fn push(line: &mut String, divider: char, word: &str) {
    if !line.is_empty() {
        line.push(divider);
    }
    line.push_str(word);
}

/// The first letters of every word, from this many up to [`START`], each once.
fn starts(words: &Seen, least: usize) -> String {
    let starts = words.iter().flat_map(|word| {
        (least..=START).filter_map(move |length| start(word, length)).map(str::to_owned)
    });
    joined(starts.collect::<BTreeSet<_>>())
}

/// How many letters of a word being typed are looked up directly; longer ones in the dictionary.
pub const START: usize = 4;

/// The first letters of a word; none when it has fewer.
fn start(word: &str, length: usize) -> Option<&str> {
    let (end, last) = word.char_indices().nth(length.checked_sub(1)?)?;
    word.get(..end + last.len_utf8())
}

fn joined(words: BTreeSet<String>) -> String {
    let mut line = String::new();
    words.iter().for_each(|word| push(&mut line, fed::NEXT, word));
    line
}

/// A day as a number that sorts like it.
fn day(date: &PartialDate) -> u64 {
    let digits: String = date.as_str().chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0<8}").parse().unwrap_or(0)
}

/// What the most of priors makes of a score.
pub const MOST_PRIOR: f32 = 1.15;

/// Modest: of records that answer alike, a reader most likely means the case itself and not the page
/// that mentions it. Cases and articles are long, which BM25 holds against them.
const fn prior(kind: Kind) -> u64 {
    match kind {
        Kind::City => 115,
        Kind::Article => 112,
        Kind::Practice | Kind::Instrument | Kind::Institution => 105,
        Kind::Theme | Kind::Term | Kind::Publication | Kind::Answer | Kind::Tool => 100,
        Kind::Event | Kind::Link => 95,
    }
}

/// The words of a query that are looked up by their start, folded.
pub fn start_of(word: &str) -> Option<String> {
    let folded = fold(word);
    (folded.chars().count() <= START && !folded.is_empty()).then(|| folded.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn priors_are_what_ranking_takes_them_for() {
        let priors = Kind::ALL.map(|kind| prior(kind) as f32 / 100.0);
        assert_eq!(priors.into_iter().reduce(f32::max), Some(MOST_PRIOR), "none is more");
    }

    #[test]
    fn starts_are_letters_not_bytes() {
        let words = Seen::from(["права".to_owned(), "a".to_owned()]);
        assert_eq!(starts(&words, 1), "a п пр пра прав", "two bytes are one letter");
    }

    #[test]
    fn days_sort_as_numbers() {
        let number = |text| day(&PartialDate::new(text).unwrap());
        assert!(number("2015") < number("2015-06"), "the less precise date comes first");
        assert!(number("2015-06") < number("2015-06-01"), "the less precise date comes first");
    }
}
