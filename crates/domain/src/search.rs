//! What a search asks and what it answers.

use crate::record::{Confidence, Kind};
use crate::{Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// A search as a reader means it. Every value is a valid search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SearchRequest {
    /// What was typed: words, `"a phrase"`, `-without`. Empty means everything.
    pub query: String,
    /// Values ticked, by group. Values of one group widen, groups narrow.
    #[serde(default)]
    pub filters: BTreeMap<FacetGroup, Vec<String>>,
    /// Take the words as typed: no correction.
    #[serde(default)]
    pub exact: bool,
    /// The reader's language: for labels, and as one of the languages whose stems are tried.
    pub language: Language,
    /// In which order.
    #[serde(default)]
    pub order: Order,
    /// How many hits to pass over.
    #[serde(default)]
    pub offset: u32,
    /// How many hits to give, 100 at most.
    pub limit: u32,
}

impl SearchRequest {
    /// A plain search for these words: best match first, no filter.
    pub fn new(query: impl Into<String>, language: Language, limit: u32) -> Self {
        Self {
            query: query.into(),
            filters: BTreeMap::new(),
            exact: false,
            language,
            order: Order::default(),
            offset: 0,
            limit,
        }
    }
}

/// The order of hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Best match first; without words by title.
    #[default]
    Best,
    /// By title in the reader's language.
    Title,
    /// Latest change first.
    Newest,
}

/// Something to narrow by.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum FacetGroup {
    /// [`Kind`].
    Kind,
    /// The Centre's heading.
    Section,
    /// `general` or `both`.
    Layer,
    /// Theme records.
    Theme,
    /// ISO country code.
    Country,
    /// Region of the world.
    Region,
    /// Article of the Universal Declaration.
    Udhr,
    /// Article of the EU Charter.
    EuCharter,
    /// Sustainable Development Goal.
    Sdg,
    /// Target group.
    TargetGroup,
    /// Element of the FRA framework.
    Fra,
    /// The city's standing.
    CityRole,
    /// Language of the record.
    Language,
}

impl FacetGroup {
    /// Every group, in the order they are offered.
    pub const ALL: [Self; 13] = [
        Self::Kind,
        Self::Section,
        Self::Layer,
        Self::Theme,
        Self::Country,
        Self::Region,
        Self::Udhr,
        Self::EuCharter,
        Self::Sdg,
        Self::TargetGroup,
        Self::Fra,
        Self::CityRole,
        Self::Language,
    ];

    /// The group as written in JSON, addresses and index fields.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Section => "section",
            Self::Layer => "layer",
            Self::Theme => "theme",
            Self::Country => "country",
            Self::Region => "region",
            Self::Udhr => "udhr",
            Self::EuCharter => "eu_charter",
            Self::Sdg => "sdg",
            Self::TargetGroup => "target_group",
            Self::Fra => "fra",
            Self::CityRole => "city_role",
            Self::Language => "language",
        }
    }
}

/// Which depths a library holds of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The general text only.
    General,
    /// The general text and the practitioner's.
    Both,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SearchResponse {
    /// The query as asked.
    pub query: String,
    /// What was searched for instead, when a word occurs nowhere.
    pub corrected: Option<Correction>,
    /// What was searched for beside words typed, because it means the same.
    pub also: Vec<AlsoSearched>,
    /// How many records match, the filters applied.
    pub total: u32,
    /// Time inside the library, in microseconds.
    pub took_us: u32,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// Where nothing matches: up to five records found by asking less strictly.
    pub near: Vec<Hit>,
    /// What one could narrow by, every group that has a value.
    pub facets: Vec<FacetCounts>,
}

/// Words that were replaced because nothing contains them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Correction {
    /// The query as it was searched.
    pub query: String,
    /// Each word with what stood in for it, best first.
    pub words: Vec<CorrectedWord>,
}

/// One replaced word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CorrectedWord {
    /// As typed.
    pub typed: String,
    /// What was searched for, best first.
    pub used: Vec<String>,
}

/// Words that mean the same as words typed, by the editors' list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AlsoSearched {
    /// As typed.
    pub typed: String,
    /// What was searched for as well.
    pub used: Vec<String>,
}

/// One record found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Hit {
    /// The record.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Whether it is an answer to a question the editors asked themselves.
    pub editorial: bool,
    /// Its title in the reader's language where there is one, with what matched marked.
    pub title: Vec<Span>,
    /// The language of that title.
    pub title_language: Language,
    /// Whether that title, or the summary shown, is a translation no editor has cleared yet.
    pub unreviewed: bool,
    /// The name in another language by which it was found, where the title shows no match.
    pub found_as: Option<String>,
    /// The depths the library holds.
    pub layer: Layer,
    /// Its score; comparable within one response only.
    pub score: f32,
    /// Its addresses.
    pub urls: Vec<String>,
    /// The Centre's heading.
    pub section: String,
    /// The language of its text.
    pub language: Language,
    /// ISO country code.
    pub country: Option<String>,
    /// The newest as-of date among its sources.
    pub as_of: Option<PartialDate>,
    /// The weakest confidence among its sources.
    pub confidence: Option<Confidence>,
    /// Up to two passages, best first; the summary (without anchor) when no paragraph matches.
    pub passages: Vec<Passage>,
}

/// A piece of a record that answers the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Passage {
    /// The block to jump to; none for the summary.
    pub anchor: Option<String>,
    /// The heading it stands under; empty where there is none.
    pub heading: String,
    /// Its language.
    pub language: Language,
    /// Whether it stands at the practitioners' depth only.
    pub practitioner: bool,
    /// Its text, shortened around what matched.
    pub text: Vec<Span>,
}

/// A run of text, matched or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Span {
    /// The characters.
    pub text: String,
    /// Whether they matched.
    pub hit: bool,
}

/// The values of one group with their counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetCounts {
    /// The group.
    pub group: FacetGroup,
    /// Its values, most frequent first, then by label.
    pub values: Vec<FacetCount>,
}

/// One value to narrow by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FacetCount {
    /// The value, as filters take it.
    pub value: String,
    /// Its name in the reader's language; none where the interface names it (kinds, layers,
    /// languages).
    pub label: Option<String>,
    /// How many records the result would have if this were the only value ticked in its group.
    pub count: u32,
    /// Whether it is ticked.
    pub selected: bool,
}
