//! A record: one thing the Knowledge Centre knows, with everything needed to find, read and check it.

use crate::{Detail, Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// One record at general depth.
///
/// In JSON the fields of [`Detail`] stand beside these, with `kind` as their tag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Record {
    /// Its stable name.
    pub id: RecordId,
    /// The Centre's heading it stands under: a concept of the vocabulary `sections`.
    pub section: String,
    /// Its title, in its own language.
    pub title: String,
    /// What it is about, in one to three sentences of plain text.
    pub summary: String,
    /// The language of title, summary and body.
    pub language: Language,
    /// Other names in its own language, acronyms and former names.
    pub aliases: Vec<String>,
    /// Title, summary and names in other languages.
    pub translations: BTreeMap<Language, Translation>,
    /// What it is filed under.
    pub facets: Facets,
    /// Markdown, citing sources as `[^id]`. May be empty where the summary says it all.
    pub body: String,
    /// The sources cited in the body and in the fields.
    pub sources: Vec<Source>,
    /// Records worth reading next.
    pub related: Vec<RecordId>,
    /// When an editor last changed it; a full day.
    pub updated: PartialDate,
    /// What a facilitator shows.
    pub presenting: Option<Presenting>,
    /// What only this kind of record has.
    #[serde(flatten)]
    pub detail: Detail,
}

impl Record {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The title in this language where there is one, else its own.
    pub fn title_in(&self, language: &Language) -> &str {
        self.translations.get(language).and_then(|t| t.title.as_deref()).unwrap_or(&self.title)
    }

    /// The web addresses of the thing itself (not of its sources), as given and, where that
    /// differs, cleaned.
    pub fn urls(&self) -> Vec<String> {
        self.detail.urls()
    }
}

/// A record's name and summary in another language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Translation {
    /// The title.
    pub title: Option<String>,
    /// The summary.
    pub summary: Option<String>,
    /// Further names people search by.
    pub aliases: Vec<String>,
    /// Whether an editor has cleared it; shown as "unreviewed" until then.
    pub reviewed: bool,
}

/// What a record is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A text on a question.
    Article,
    /// A city's way and state.
    City,
    /// One programme that others could take up.
    Practice,
    /// A body that works on the subject.
    Institution,
    /// A declaration, charter or resolution.
    Instrument,
    /// A book, report or handbook.
    Publication,
    /// A word of the glossary.
    Term,
    /// A subject that cuts across the kinds.
    Theme,
    /// An entry of the link directory.
    Link,
    /// A published reply of the experts.
    Answer,
    /// Something that took or takes place.
    Event,
    /// A checklist or monitoring framework to work with.
    Tool,
}

impl Kind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 12] = [
        Self::Article,
        Self::City,
        Self::Practice,
        Self::Institution,
        Self::Instrument,
        Self::Publication,
        Self::Term,
        Self::Theme,
        Self::Link,
        Self::Answer,
        Self::Event,
        Self::Tool,
    ];

    /// The kind as it is written in files and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::City => "city",
            Self::Practice => "practice",
            Self::Institution => "institution",
            Self::Instrument => "instrument",
            Self::Publication => "publication",
            Self::Term => "term",
            Self::Theme => "theme",
            Self::Link => "link",
            Self::Answer => "answer",
            Self::Event => "event",
            Self::Tool => "tool",
        }
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.as_str() == name)
    }
}

/// What a record is filed under. Every list may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Facets {
    /// Ids of records of kind theme.
    pub themes: Vec<RecordId>,
    /// Articles of the Universal Declaration of Human Rights, 1 to 30.
    pub udhr: Vec<u8>,
    /// Articles of the Charter of Fundamental Rights of the European Union, 1 to 54.
    pub eu_charter: Vec<u8>,
    /// Sustainable Development Goals, 1 to 17.
    pub sdgs: Vec<u8>,
    /// Concepts of the vocabulary `target-groups`.
    pub target_groups: Vec<String>,
    /// Elements of the FRA framework it speaks of.
    pub fra: Vec<FraElement>,
    /// The record of the city it belongs to.
    pub city: Option<RecordId>,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// A concept of the vocabulary `regions`.
    pub region: Option<String>,
}

/// The three groups of elements in the framework of the EU Agency for Fundamental Rights (FRA,
/// "Human rights cities in the EU: a framework for reinforcing rights locally", 2021).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum FraElement {
    /// What a city stands on: standards and commitments.
    Foundation,
    /// Who in the city answers for it.
    Structure,
    /// What the city works with.
    Tool,
}

/// Where a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Source {
    /// Its name within the record, as cited in `[^id]`.
    pub id: String,
    /// The title of the page or document.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Where it is; an absolute http or https address.
    pub url: Option<String>,
    /// The date up to which it speaks.
    pub as_of: Option<PartialDate>,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Who speaks.
    pub stance: Option<Stance>,
    /// Whether someone of the editors opened it.
    pub seen: bool,
    /// The language it is in, where that is known.
    pub language: Option<Language>,
}

/// How far a source carries what is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// The body concerned says it, or two independent sources do.
    Confirmed,
    /// One good secondary source, or part of one.
    Single,
    /// Dated, disputed, or one weak source.
    Contested,
    /// Widely known; not looked up.
    Established,
}

impl Confidence {
    /// How much a reader may lean on it. What was looked up and doubted carries least; what everybody
    /// knows but nobody looked up carries more than one weak witness, and less than two.
    pub const fn strength(self) -> u8 {
        match self {
            Self::Contested => 0,
            Self::Single => 1,
            Self::Established => 2,
            Self::Confirmed => 3,
        }
    }
}

/// Who speaks in a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// The city or body speaks of itself.
    Own,
    /// A critic speaks.
    Critical,
}

/// What a facilitator shows of a record.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Presenting {
    /// The one figure to remember, as a phrase.
    pub key_figure: Option<String>,
    /// What to say.
    pub notes: Option<String>,
    /// What to ask the room.
    pub questions: Vec<String>,
}
