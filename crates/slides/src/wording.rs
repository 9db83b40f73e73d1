//! The headings of slides and hand-outs, from the catalogues of the interface: one wording for the window
//! and for print.

use hrc_domain::deck::Part;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode, Language};
use std::collections::BTreeMap;

/// The catalogues, as the window has them.
const CATALOGUES: [(&str, &str); 6] = [
    ("en", include_str!("../../../ui/src/lib/messages/en.json")),
    ("de", include_str!("../../../ui/src/lib/messages/de.json")),
    ("fr", include_str!("../../../ui/src/lib/messages/fr.json")),
    ("nl", include_str!("../../../ui/src/lib/messages/nl.json")),
    ("sv", include_str!("../../../ui/src/lib/messages/sv.json")),
    ("es", include_str!("../../../ui/src/lib/messages/es.json")),
];

/// The words of one language.
pub struct Wording {
    language: Language,
    words: BTreeMap<String, String>,
}

impl Wording {
    /// The words of this language; of English where the interface does not speak it.
    pub fn of(language: &Language) -> Result<Self> {
        let english = CATALOGUES.iter().find(|(code, _)| *code == "en");
        let found = CATALOGUES.iter().find(|(code, _)| *code == language.as_str()).or(english);
        let (code, catalogue) = found.copied().unwrap_or(("en", "{}"));
        let words = serde_json::from_str(catalogue).map_err(|cause| {
            Error::new(ErrorCode::Internal, format!("reading the words of {code}: {cause}"))
        })?;
        let language = Language::new(code).unwrap_or_else(|_| Language::english());
        Ok(Self { language, words })
    }

    /// The language these words are in.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// The words of this key; the key itself where the catalogue has none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }

    /// The same with each `{name}` replaced by what it stands for.
    pub fn with(&self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(key).to_owned(), |words, (name, value)| {
            words.replace(&format!("{{{name}}}"), value)
        })
    }

    /// The heading of a part.
    pub fn part(&self, part: Part) -> &str {
        let key = format!("slides.part.{}", part.as_str());
        self.words.get(&key).map_or(part.as_str(), String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hrc_domain::deck::RowName;

    #[test]
    fn every_part_and_row_has_a_heading_in_every_language() {
        for (code, _) in CATALOGUES {
            let wording = Wording::of(&Language::new(code).unwrap()).unwrap();
            assert_eq!(wording.language().as_str(), code, "its own words");
            for part in Part::ALL {
                let key = format!("slides.part.{}", part.as_str());
                assert_ne!(wording.get(&key), key, "{code} has a heading for {part:?}");
            }
            for row in RowName::ALL {
                let key = format!("compare.row.{}", row.as_str());
                assert_ne!(wording.get(&key), key, "{code} has a heading for {row:?}");
            }
        }
    }

    #[test]
    fn an_unknown_language_is_english_and_values_are_filled_in() {
        let wording = Wording::of(&Language::new("ca").unwrap()).unwrap();
        assert_eq!(wording.language(), &Language::english(), "which everybody reads");
        assert_eq!(wording.with("as_of", &[("date", "2017")]), "as of 2017");
    }
}
