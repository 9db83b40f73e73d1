//! What a library is filled with, one thing at a time: by the bundle today, by a feed tomorrow.

use crate::{Language, PartialDate, Record, RecordId, Source, Vocabulary};
use serde::{Deserialize, Serialize};
use specta::Type;

/// The practitioner's depth of a record: it adds to the general text and never replaces it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Supplement {
    /// The record it belongs to.
    pub id: RecordId,
    /// The language of its text.
    pub language: Language,
    /// Markdown. A section whose heading the general text has too joins that section.
    pub body: String,
    /// Sources only this text cites.
    pub sources: Vec<Source>,
    /// When an editor last changed it.
    pub updated: PartialDate,
}

/// One unit that is stored, replaced and withdrawn as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
    /// A record at general depth.
    Record(Box<Record>),
    /// The practitioner's depth of a record.
    Supplement(Supplement),
    /// A controlled list.
    Vocabulary(Vocabulary),
}

impl Entry {
    /// The key under which the entry is stored; unique over all entries of a layer.
    pub fn key(&self) -> String {
        match self {
            Self::Record(record) => record.id.to_string(),
            Self::Supplement(supplement) => supplement_key(&supplement.id),
            Self::Vocabulary(vocabulary) => vocabulary_key(&vocabulary.id),
        }
    }
}

/// The key of a record's practitioner depth.
pub fn supplement_key(record: &RecordId) -> String {
    format!("{record}/practitioner")
}

pub(crate) fn vocabulary_key(list: &RecordId) -> String {
    format!("vocabulary/{list}")
}
