//! A card: what lists, hits and references show of a record, without its text.
//!
//! Hits are shown by the dozen while somebody types; reading a card costs a tenth of reading the
//! record with its body and sources.

use hrc_domain::kinds::{CityRole, Link, Origin};
use hrc_domain::record::{Confidence, Kind, Translation};
use hrc_domain::search::Layer;
use hrc_domain::{Detail, Facets, Language, PartialDate, Record, RecordId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is shown of a record in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Its stable name.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// The depths the library holds.
    pub layer: Layer,
    /// The Centre's heading.
    pub section: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Its language.
    pub language: Language,
    /// Its other names.
    pub aliases: Vec<String>,
    /// The same in other languages.
    pub translations: BTreeMap<Language, Translation>,
    /// What it is filed under.
    pub facets: Facets,
    /// Its addresses.
    pub urls: Vec<String>,
    /// When it was last changed.
    pub updated: PartialDate,
    /// The newest as-of date among its sources.
    pub as_of: Option<PartialDate>,
    /// The weakest confidence among its sources.
    pub confidence: Option<Confidence>,
    /// A city's standing; empty for other kinds.
    pub roles: Vec<CityRole>,
    /// Whether it is an answer to a question the editors asked themselves.
    pub editorial: bool,
    /// A link's own fields.
    pub link: Option<Link>,
}

impl Card {
    /// The card of a record.
    pub fn of(record: &Record, layer: Layer) -> Self {
        Self {
            id: record.id.clone(),
            kind: record.kind(),
            layer,
            section: record.section.clone(),
            title: record.title.clone(),
            summary: record.summary.clone(),
            language: record.language.clone(),
            aliases: record.aliases.clone(),
            translations: record.translations.clone(),
            facets: record.facets.clone(),
            urls: record.urls(),
            updated: record.updated.clone(),
            as_of: record.sources.iter().filter_map(|s| s.as_of.clone()).max(),
            confidence: record.sources.iter().map(|s| s.confidence).min_by_key(|c| c.strength()),
            roles: match &record.detail {
                Detail::City(city) => city.roles.clone(),
                _ => Vec::new(),
            },
            editorial: matches!(&record.detail, Detail::Answer(a) if a.origin == Origin::Editorial),
            link: match &record.detail {
                Detail::Link(link) => Some(link.clone()),
                _ => None,
            },
        }
    }

    /// The title in this language where there is one, else its own.
    pub fn title_in(&self, language: &Language) -> &str {
        self.translation(language).and_then(|t| t.title.as_deref()).unwrap_or(&self.title)
    }

    /// The language of the title a reader of this language gets.
    pub fn title_language<'a>(&'a self, language: &'a Language) -> &'a Language {
        if self.title_in(language) == self.title { &self.language } else { language }
    }

    /// The summary in this language where there is one, else its own; with its language.
    pub fn summary_in<'a>(&'a self, language: &'a Language) -> (&'a str, &'a Language) {
        self.translation(language)
            .and_then(|t| t.summary.as_deref())
            .map_or((&self.summary, &self.language), |summary| (summary, language))
    }

    /// Every name it goes by, with the name's language: its title first.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Language)> {
        let own = std::iter::once(&self.title).chain(&self.aliases);
        let others = self.translations.iter().flat_map(|(language, t)| {
            t.title.iter().chain(&t.aliases).map(move |name| (name.as_str(), language))
        });
        own.map(|name| (name.as_str(), &self.language)).chain(others)
    }

    /// The translation into this language, which for the record's own is none.
    pub fn translation(&self, language: &Language) -> Option<&Translation> {
        self.translations.get(language)
    }
}
