//! Controlled lists that content is filed under (sections, link groups, target groups, rights), and
//! the list of words that mean the same.
//!
//! They are content, not code: an editor may add a target group without a new program. Themes are
//! richer than a name and are therefore records of their own.
//!
//! A concept may carry a wording: what the article or goal itself says, by language. It lies here and not in
//! the program, so that it travels in bundle and feed and is replaced with its list; and not in a record, because
//! nobody wrote it for the Centre: it has no sources, no summary, and must not be found beside what was.

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
    /// What it says itself, paragraph by paragraph: the text of an article, a goal with its targets.
    /// Absent from JSON where there is none, so that lists without it keep their digest.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub texts: BTreeMap<Language, Vec<String>>,
}

impl Concept {
    /// The name in this language, else in English, else the id.
    pub fn name(&self, language: &Language) -> &str {
        self.names
            .get(language)
            .or_else(|| self.names.get(&Language::english()))
            .map_or(self.id.as_str(), String::as_str)
    }

    /// Its wording in this language, else in English, with the language it is in.
    pub fn text(&self, language: &Language) -> Option<(&Language, &[String])> {
        let found = self.texts.get_key_value(language);
        let found = found.or_else(|| self.texts.get_key_value(&Language::english()));
        found.map(|(language, paragraphs)| (language, paragraphs.as_slice()))
    }
}

impl Vocabulary {
    /// The concept of this id.
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.iter().find(|c| c.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn concept(texts: &[(&str, &str)]) -> Concept {
        let texts = texts
            .iter()
            .map(|(code, text)| (Language::new(*code).unwrap(), vec![(*text).to_owned()]));
        Concept {
            id: "1".to_owned(),
            parent: None,
            names: BTreeMap::from([(Language::english(), "First".to_owned())]),
            alternatives: BTreeMap::new(),
            texts: texts.collect(),
        }
    }

    #[test]
    fn a_wording_is_in_the_readers_language_else_in_english_and_says_which() {
        let concept = concept(&[("de", "Alle"), ("en", "All")]);
        let text = |code: &str| {
            let (language, paragraphs) = concept.text(&Language::new(code).unwrap()).unwrap();
            (language.to_string(), paragraphs.join(" "))
        };
        assert_eq!(text("de"), ("de".to_owned(), "Alle".to_owned()));
        assert_eq!(text("sv"), ("en".to_owned(), "All".to_owned()), "with the language it is in");
    }

    #[test]
    fn a_concept_without_wording_is_written_as_before_there_were_any() {
        let json = serde_json::to_string(&concept(&[])).unwrap();
        assert_eq!(json, r#"{"id":"1","names":{"en":"First"}}"#, "or every digest would change");
        assert!(concept(&[]).text(&Language::english()).is_none(), "and has nothing to say");
        let with = concept(&[("en", "All")]);
        let again: Concept = serde_json::from_str(&serde_json::to_string(&with).unwrap()).unwrap();
        assert_eq!(again, with, "and one with wording comes back whole");
    }
}
