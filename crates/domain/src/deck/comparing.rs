//! Cities field by field, as a slide shows them.

use super::{ElementLine, FigureLine, MilestoneLine, Phrase, ProgrammeLine, SourceLine};
use crate::kinds::{CityRole, Initiative, Process};
use crate::{Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

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
