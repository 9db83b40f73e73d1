//! The order: everything a document is made of, in one JSON text (see `docs/print.md`).

use hrc_domain::cities::CityCase;
use hrc_domain::deck::Deck;
use hrc_domain::reading::Reading;
use hrc_domain::workshop::{ChosenParagraph, ImageId};
use hrc_domain::{Language, PartialDate};
use serde::{Deserialize, Serialize};

/// How large an order may be, in bytes. The largest records have less than one hundredth of it.
pub const LARGEST_ORDER: usize = 64 << 20;

/// How large a document may become, in bytes.
pub const LARGEST_DOCUMENT: usize = 128 << 20;

/// A document that is wanted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The language of the words around the texts: headings, "as of", "page".
    pub language: Language,
    /// The day it is printed; the printing program has no clock.
    pub printed: Option<PartialDate>,
    /// What is to be printed.
    pub document: Document,
}

impl Order {
    /// An order of today, where this computer is.
    pub fn new(language: Language, document: Document, now: jiff::Timestamp) -> Self {
        let day = now.to_zoned(jiff::tz::TimeZone::system()).date().to_string();
        Self { language, printed: PartialDate::new(day).ok(), document }
    }
}

/// What can be printed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Document {
    /// One record as it is read, with everything its fields say.
    Record {
        /// The record laid out.
        reading: Box<Reading>,
        /// Whether the practitioners' paragraphs are printed too, labelled as such.
        practitioner: bool,
    },
    /// What a facilitator gives out: one or several records, each beginning on a page of its own.
    Handout {
        /// The records laid out, in the order they are wanted.
        readings: Vec<Reading>,
        /// Practitioners' paragraphs that were chosen one by one; every other is left out.
        chosen: Vec<ChosenParagraph>,
    },
    /// Two or three cities side by side.
    Comparison {
        /// The cities laid out.
        readings: Vec<Reading>,
        /// What the directory knows of them, such as their programmes.
        cases: Vec<CityCase>,
    },
    /// Slides, as they are shown.
    Slides {
        /// The slides.
        deck: Box<Deck>,
        /// Whether each stands above what is to be said with it.
        notes: bool,
        /// The pictures they show; one that is not given is told by its description.
        pictures: Vec<Picture>,
    },
}

/// A picture of a deck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Which.
    pub id: ImageId,
    /// The file, PNG, JPEG or WebP, in base64.
    pub base64: String,
}

impl Picture {
    /// A picture of these bytes.
    pub fn new(id: ImageId, bytes: &[u8]) -> Self {
        use base64::Engine;
        Self { id, base64: base64::engine::general_purpose::STANDARD.encode(bytes) }
    }
}
