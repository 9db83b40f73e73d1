//! Controlled lists that content is filed under (sections, link groups, target groups, rights), and
//! the list of words that mean the same.
//!
//! They are content, not code: an editor may add a target group without a new program. Themes are
//! richer than a name and are therefore records of their own.

use crate::{Language, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;
use std::collections::BTreeMap;

/// The list nothing is filed under: it only says which words mean the same.
pub const SYNONYMS: &str = "synonyms";

/// One controlled list, such as `sections` or `udhr`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Vocabulary {
    /// The list's name.
    pub id: RecordId,
    /// Its concepts in their order.
    pub concepts: Vec<Concept>,
}

/// One entry of a controlled list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Concept {
    /// The value records carry: a slug, a number or a country code.
    pub id: String,
    /// The concept it stands under, in the same list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its name by language; English is always there.
    pub names: BTreeMap<Language, String>,
    /// Words that mean the same as its name in that language, for searching.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub alternatives: BTreeMap<Language, Vec<String>>,
}

impl Concept {
    /// The name in this language, else in English, else the id.
    pub fn name(&self, language: &Language) -> &str {
        self.names
            .get(language)
            .or_else(|| self.names.get(&Language::english()))
            .map_or(self.id.as_str(), String::as_str)
    }
}

impl Vocabulary {
    /// The concept of this id.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|c| c.id == id)
    }
}
