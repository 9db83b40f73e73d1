//! The city cases side by side: what a map, a list with filters and the search for cities alike need of
//! each, in one answer. The record itself, with its text and sources, is in [`crate::reading`].

use crate::kinds::{CityRole, Initiative, Place, Stage};
use crate::reading::Label;
use crate::record::{Confidence, FraElement};
use crate::{Language, PartialDate, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The city cases, by title in the reader's language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CityDirectory {
    /// The cities; a bounded number of them.
    pub cities: Vec<CityCase>,
    /// How many the library has.
    pub total: u32,
    /// Names of the themes, rights, countries and regions they are filed under, in the reader's
    /// language.
    pub labels: Vec<Label>,
}

/// A city among others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct CityCase {
    /// The record.
    pub id: RecordId,
    /// Its title in the reader's language where there is one.
    pub title: String,
    /// The language of that title.
    pub language: Language,
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// A concept of the vocabulary `regions`.
    pub region: Option<String>,
    /// What it is to the Network and the movement.
    pub roles: Vec<CityRole>,
    /// Where it lies and how large it is.
    pub place: Place,
    /// When it declared itself; none where our sources do not tell.
    pub declared: Option<PartialDate>,
    /// How far the sources of the declaration carry: the weakest counts.
    pub confidence: Option<Confidence>,
    /// Who started it, where that is known.
    pub initiative: Option<Initiative>,
    /// Its themes, in its own order.
    pub themes: Vec<RecordId>,
    /// Articles of the Universal Declaration it touches.
    pub udhr: Vec<u8>,
    /// The groups of the FRA framework of which it has something, if only in part.
    pub has: Vec<FraElement>,
    /// Its programmes and practices, by title.
    pub practices: Vec<CityPractice>,
}

/// A programme of a city, to be named on its page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct CityPractice {
    /// The record.
    pub id: RecordId,
    /// Its title in the reader's language where there is one.
    pub title: String,
    /// The language of that title.
    pub language: Language,
    /// When it began; none where our sources do not tell.
    pub from: Option<PartialDate>,
    /// When it ended, if it did.
    pub to: Option<PartialDate>,
    /// How far it is.
    pub stage: Stage,
}
