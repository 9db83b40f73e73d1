//! A deck: the slides of a workshop, ready to be drawn on a screen or printed.
//!
//! Window and PDF draw the same deck. Nothing here is a heading in words: every part has a name, and the
//! catalogues of the interface have the words for it (`slides.part.<part>`). What stands in a
//! slide is taken from the record word by word; how it is taken is the matter of `hrc-slides`.

use crate::kinds::{CityRole, Initiative, Presence, Process, Stage};
use crate::record::{Confidence, FraElement, Kind, Stance};
use crate::workshop::{ImageId, ItemId, SlideKey};
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

/// What a slide shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SlideContent {
    /// A record's title.
    Title {
        /// Its title.
        title: Phrase,
        /// Its kind.
        record_kind: Kind,
        /// The name of the country, in the deck's language where it is known.
        country: Option<String>,
        /// What it is about.
        summary: Phrase,
        /// A city's standing.
        roles: Vec<CityRole>,
        /// Inhabitants.
        population: Option<u32>,
        /// When a city declared itself, or a practice began.
        since: Option<PartialDate>,
        /// Who took a city's decision, or who leads a practice.
        by: Option<String>,
        /// The one figure to remember, in the record's language.
        key_figure: Option<Phrase>,
    },
    /// Running text of the record, or of one's own.
    Text {
        /// Its paragraphs.
        paragraphs: Vec<SlideParagraph>,
    },
    /// A table of the record.
    Table {
        /// The names of its columns.
        columns: Vec<String>,
        /// Its rows, each with as many cells as there are columns.
        rows: Vec<Vec<String>>,
    },
    /// Steps in time.
    Timeline {
        /// The steps on this slide.
        milestones: Vec<MilestoneLine>,
        /// The first and the last date of the whole line, for its scale.
        span: Option<(PartialDate, PartialDate)>,
    },
    /// Foundations, structures and tools.
    Structures {
        /// By their groups.
        groups: Vec<ElementGroup>,
    },
    /// A city's programmes and practices.
    Programmes {
        /// By title.
        programmes: Vec<ProgrammeLine>,
    },
    /// Figures.
    Figures {
        /// Each with its date and source.
        figures: Vec<FigureLine>,
    },
    /// Places on the map.
    Map {
        /// The places.
        places: Vec<PlacePoint>,
    },
    /// Cities field by field.
    Comparison {
        /// The cities, in the order of the columns.
        cities: Vec<ComparedCity>,
        /// The rows.
        rows: Vec<ComparisonRow>,
    },
    /// What somebody said.
    Quotation {
        /// The words.
        text: String,
        /// Who said it or where it stands.
        source: Option<SourceLine>,
    },
    /// What to ask the room.
    Discussion {
        /// The questions.
        questions: Vec<String>,
    },
    /// Where to look.
    Link {
        /// What it is; may be empty.
        title: String,
        /// The address; empty while it is being written.
        url: String,
    },
    /// A picture.
    Image {
        /// Which.
        image: ImageId,
        /// What is to be seen on it.
        alt: String,
        /// What stands below it.
        caption: String,
    },
    /// Sources with their addresses in full.
    Sources {
        /// The sources.
        sources: Vec<SourceLine>,
    },
    /// A record that is neither beside the workshop nor in the library's general layer.
    Missing {
        /// The record.
        record: RecordId,
    },
}

/// A paragraph on a slide: whole sentences.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SlideParagraph {
    /// How it is set.
    pub style: ParagraphStyle,
    /// Its words.
    pub text: String,
    /// Whether it goes on with a paragraph of the slide before.
    pub continued: bool,
    /// The paragraph of the record it is taken from; none for what is one's own.
    pub anchor: Option<String>,
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphStyle {
    /// Running text.
    Plain,
    /// An item of a list.
    Item,
    /// A smaller heading.
    Subheading,
}

/// A step in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct MilestoneLine {
    /// When.
    pub date: PartialDate,
    /// What happened.
    pub text: String,
    /// Whether it was a breach of the commitment.
    pub breach: bool,
}

/// The elements of one group of the FRA framework.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ElementGroup {
    /// The group.
    pub element: FraElement,
    /// Its elements on this slide. Empty where nothing of the whole group was found, which is said.
    pub elements: Vec<ElementLine>,
}

/// An element on a slide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ElementLine {
    /// What it is.
    pub name: String,
    /// Whether the city has it.
    pub presence: Presence,
    /// Since when.
    pub since: Option<PartialDate>,
}

/// A programme on a slide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ProgrammeLine {
    /// The record.
    pub record: RecordId,
    /// Its title.
    pub title: Phrase,
    /// When it began, if known.
    pub from: Option<PartialDate>,
    /// When it ended, if it did.
    pub to: Option<PartialDate>,
    /// How far it is.
    pub stage: Stage,
}

/// A figure on a slide; nothing without its date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FigureLine {
    /// What is counted.
    pub label: String,
    /// The figure with its unit.
    pub value: String,
    /// The date it stands for.
    pub as_of: PartialDate,
    /// Where it comes from.
    pub sources: Vec<SourceLine>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PlacePoint {
    /// The record.
    pub record: RecordId,
    /// Its title.
    pub title: Phrase,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What it is to the Network and the movement.
    pub roles: Vec<CityRole>,
}

/// A city of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ComparedCity {
    /// The record.
    pub record: RecordId,
    /// Its title.
    pub title: Phrase,
    /// The language of its own words.
    pub language: Language,
}

/// A row of a comparison: it says something about at least two cities.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ComparisonRow {
    /// What is compared.
    pub name: RowName,
    /// What each city has, in the order of the cities; empty where nothing was found.
    pub cells: Vec<Vec<ComparedItem>>,
    /// Whether they differ.
    pub likeness: Likeness,
}

/// What is compared. In the catalogues as `compare.row.<name>`.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum RowName {
    /// Inhabitants.
    Population,
    /// Standing.
    Standing,
    /// When it declared itself.
    Declared,
    /// Who took the decision.
    Body,
    /// Formal or not.
    Process,
    /// Who began.
    Initiative,
    /// Foundations.
    Foundation,
    /// Structures.
    Structure,
    /// Tools.
    Tool,
    /// The first step.
    First,
    /// The latest step.
    Latest,
    /// Where it was tested.
    Breach,
    /// Programmes.
    Practices,
    /// Figures.
    Figures,
    /// Themes.
    Themes,
    /// Rights touched.
    Rights,
    /// Critical sources.
    Critical,
}

impl RowName {
    /// Every row, in its order.
    pub const ALL: [Self; 17] = [
        Self::Population,
        Self::Standing,
        Self::Declared,
        Self::Body,
        Self::Process,
        Self::Initiative,
        Self::Foundation,
        Self::Structure,
        Self::Tool,
        Self::First,
        Self::Latest,
        Self::Breach,
        Self::Practices,
        Self::Figures,
        Self::Themes,
        Self::Rights,
        Self::Critical,
    ];

    /// The row as it is written in JSON and in the catalogues.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Standing => "standing",
            Self::Declared => "declared",
            Self::Body => "body",
            Self::Process => "process",
            Self::Initiative => "initiative",
            Self::Foundation => "foundation",
            Self::Structure => "structure",
            Self::Tool => "tool",
            Self::First => "first",
            Self::Latest => "latest",
            Self::Breach => "breach",
            Self::Practices => "practices",
            Self::Figures => "figures",
            Self::Themes => "themes",
            Self::Rights => "rights",
            Self::Critical => "critical",
        }
    }
}

/// How alike the cities of a row are. What is not known of a city is no difference, and no likeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// All have the same.
    Same,
    /// All of which something is known have the same.
    SameFound,
    /// They differ.
    Differs,
}

/// One thing a city has in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct ComparedItem {
    /// What.
    pub value: ComparedValue,
    /// Whether no other of the cities has it.
    pub only_here: bool,
}

/// What a city has in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ComparedValue {
    /// A standing.
    Role {
        /// Which.
        role: CityRole,
    },
    /// A date.
    Date {
        /// When.
        date: PartialDate,
    },
    /// Words of the record.
    Words {
        /// The words.
        text: String,
    },
    /// How it was decided.
    Process {
        /// How.
        process: Process,
    },
    /// Who began.
    Initiative {
        /// Who.
        initiative: Initiative,
    },
    /// A number.
    Number {
        /// How many.
        number: u32,
    },
    /// An element of the FRA framework.
    Element {
        /// Which.
        element: ElementLine,
    },
    /// A step in time.
    Milestone {
        /// Which.
        milestone: MilestoneLine,
    },
    /// A figure.
    Figure {
        /// Which.
        figure: FigureLine,
    },
    /// A programme.
    Programme {
        /// Which.
        programme: ProgrammeLine,
    },
    /// A theme.
    Theme {
        /// Which.
        theme: RecordId,
        /// Its name in the deck's language where it is known.
        label: String,
    },
    /// An article of the Universal Declaration.
    Right {
        /// Which.
        article: u8,
        /// Its name in the deck's language where it is known.
        label: String,
    },
    /// A critical source.
    Source {
        /// Which.
        source: SourceLine,
    },
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
