//! What slides show: one shape for each kind of matter.

use super::{ComparedCity, ComparisonRow, Phrase, SourceLine};
use crate::kinds::{CityRole, Presence, Stage};
use crate::record::{FraElement, Kind};
use crate::workshop::ImageId;
use crate::{PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

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
        /// The article of the Universal Declaration whose words they are; none of any other words.
        article: Option<u8>,
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
