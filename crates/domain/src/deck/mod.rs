//! A deck: the slides of a workshop, ready to be drawn on a screen or printed.
//!
//! Window and PDF draw the same deck. Nothing here is a heading in words: every part has a name, and the
//! catalogues of the interface have the words for it (`slides.part.<part>`). `content` is what slides show,
//! `comparing` cities field by field. What stands in a slide is taken from the record word by word; how it is taken is the matter of `hrc-slides`.

mod comparing;
mod content;

pub use comparing::{ComparedCity, ComparedItem, ComparedValue, ComparisonRow, Likeness, RowName};
pub use content::{
    ElementGroup, ElementLine, FigureLine, MilestoneLine, ParagraphStyle, PlacePoint,
    ProgrammeLine, SlideContent, SlideParagraph,
};

use crate::record::{Confidence, Stance};
use crate::workshop::{ItemId, SlideKey};
use crate::{Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The slides of a workshop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Deck {
    /// The workshop's title; empty for what has none.
    pub title: String,
    /// The language of its headings, and of its text where the records have it.
    pub language: Language,
    /// Whether it is dark.
    pub dark: bool,
    /// By how many steps it is larger.
    pub larger: u8,
    /// All slides in their order, the hidden among them.
    pub slides: Vec<Slide>,
    /// The items they belong to.
    pub agenda: Vec<AgendaLine>,
}

/// An item of the agenda among the slides. Its slides follow one another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct AgendaLine {
    /// The item.
    pub item: ItemId,
    /// What it shows; the titles of a comparison, one by one. Empty where it has none.
    pub titles: Vec<Phrase>,
    /// Its first part, to name an item without a title.
    pub part: Part,
    /// How long it is meant to take.
    pub minutes: Option<u16>,
    /// The place of its first slide among all, from 0.
    pub first: u32,
    /// How many slides it has, the hidden among them.
    pub slides: u32,
    /// How many of them are shown.
    pub shown: u32,
}

/// Words in a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Phrase {
    /// The words.
    pub text: String,
    /// The language they are in.
    pub language: Language,
    /// Whether they are a translation that no editor has cleared.
    pub unreviewed: bool,
}

/// One slide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Slide {
    /// Its lasting name.
    pub key: SlideKey,
    /// The item it belongs to.
    pub item: ItemId,
    /// What part of its matter it is: its heading by the catalogue.
    pub part: Part,
    /// The heading in the record's or the author's own words, where the part alone does not say it.
    pub heading: Option<Phrase>,
    /// Which of how many slides of the same part and heading it is.
    pub page: Page,
    /// What it shows.
    pub content: SlideContent,
    /// The language of what it shows, where that says no other.
    pub language: Language,
    /// The records it is taken from.
    pub records: Vec<RecordId>,
    /// Articles of the Universal Declaration that its records touch, for the stave.
    pub articles: Vec<u8>,
    /// The day up to which its records speak; none for what is one's own. Figures have their own dates.
    pub as_of: Option<PartialDate>,
    /// The sources of what it says, for its foot.
    pub sources: Vec<SourceLine>,
    /// What to say: one's own notes, else what the record proposes.
    pub notes: Notes,
    /// Whether it shows the practitioner's depth, and is to be labelled so.
    pub practitioner: bool,
    /// Whether it waits hidden until somebody wants it: a part's continuation beyond what a talk bears.
    pub spare: bool,
    /// Whether it is left out when the deck is shown.
    pub hidden: bool,
}

/// What to say with a slide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Notes {
    /// The words; may be empty.
    pub text: String,
    /// Their language.
    pub language: Language,
    /// Whether they are one's own.
    pub own: bool,
}

/// Which of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// At least 1.
    pub of: u32,
}

/// What a slide is about. In the catalogues as `slides.part.<part>`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// The record's title.
    Title,
    /// Where it lies.
    Map,
    /// How it came about.
    Context,
    /// Its steps in time.
    Timeline,
    /// Foundations, structures, tools.
    Structures,
    /// What was done.
    WhatWasDone,
    /// Programmes and practices of a city.
    Programmes,
    /// What came of it.
    Results,
    /// Figures with their dates.
    Figures,
    /// What somebody said.
    Quotation,
    /// Another heading of the record.
    Section,
    /// What did not work, criticism and limits.
    WhatDidNotWork,
    /// What another city needs.
    WhatYouNeed,
    /// What practitioners know.
    Practitioner,
    /// Cities field by field.
    Comparison,
    /// What to ask the room.
    Discussion,
    /// Words of one's own.
    Text,
    /// Where to look.
    Link,
    /// A picture.
    Image,
    /// The sources in full.
    Sources,
    /// A record that is not on this computer.
    Missing,
}

impl Part {
    /// Every part, in the order they follow one another.
    pub const ALL: [Self; 21] = [
        Self::Title,
        Self::Map,
        Self::Context,
        Self::Timeline,
        Self::Structures,
        Self::WhatWasDone,
        Self::Programmes,
        Self::Results,
        Self::Figures,
        Self::Quotation,
        Self::Section,
        Self::WhatDidNotWork,
        Self::WhatYouNeed,
        Self::Practitioner,
        Self::Comparison,
        Self::Discussion,
        Self::Text,
        Self::Link,
        Self::Image,
        Self::Sources,
        Self::Missing,
    ];

    /// The part as it is written in JSON, in slide keys and in the catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Map => "map",
            Self::Context => "context",
            Self::Timeline => "timeline",
            Self::Structures => "structures",
            Self::WhatWasDone => "what_was_done",
            Self::Programmes => "programmes",
            Self::Results => "results",
            Self::Figures => "figures",
            Self::Quotation => "quotation",
            Self::Section => "section",
            Self::WhatDidNotWork => "what_did_not_work",
            Self::WhatYouNeed => "what_you_need",
            Self::Practitioner => "practitioner",
            Self::Comparison => "comparison",
            Self::Discussion => "discussion",
            Self::Text => "text",
            Self::Link => "link",
            Self::Image => "image",
            Self::Sources => "sources",
            Self::Missing => "missing",
        }
    }
}

/// A source in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SourceLine {
    /// Its name within the record.
    pub id: String,
    /// The record that cites it.
    pub record: RecordId,
    /// The title of the page or document.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Where it is, in full.
    pub url: Option<String>,
    /// The date up to which it speaks.
    pub as_of: Option<PartialDate>,
    /// How far it can be relied on.
    pub confidence: Confidence,
    /// Who speaks.
    pub stance: Option<Stance>,
    /// The language it is in, where that is known.
    pub language: Option<Language>,
}

/// A slide that would say something else if it were made from what the library has now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewerSlide {
    /// The slide, as the workshop has it.
    pub slide: SlideKey,
    /// The record.
    pub record: RecordId,
    /// What is newer.
    pub what: Newer,
    /// When the library's record was last changed.
    pub updated: PartialDate,
}

/// What the library has newer than a workshop that carries its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Newer {
    /// A figure.
    Figure,
    /// Anything else that is said.
    Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_catalogues_are_the_names_in_json() {
        for part in Part::ALL {
            assert_eq!(serde_json::to_value(part).unwrap(), part.as_str(), "one name everywhere");
        }
        for row in RowName::ALL {
            assert_eq!(serde_json::to_value(row).unwrap(), row.as_str(), "one name everywhere");
        }
    }
}
