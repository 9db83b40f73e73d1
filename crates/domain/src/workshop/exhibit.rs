//! What a deck takes from a record: as the library gives it, or as a file brought it.

use super::{MAX_CARRIED, MAX_CHOSEN, MAX_LINE, MAX_TEXT, few, is_of_the_web, refused, short};
use crate::kinds::City;
use crate::reading::Label;
use crate::record::Kind;
use crate::{Detail, Language, Record, RecordId, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many paragraphs an article has at most; those of the Declaration have three.
const MAX_PARAGRAPHS: usize = 20;

/// A record with all a deck takes from it, as the library gives it or a file brought it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exhibit {
    /// The record at general depth.
    pub record: Record,
    /// The practitioners' paragraphs that were chosen, and no other.
    #[serde(default)]
    pub chosen: Vec<PractitionerParagraph>,
    /// A city's programmes and practices: records of kind practice without their text.
    #[serde(default)]
    pub programmes: Vec<Record>,
    /// Names of what it is filed under, in the languages of the interface.
    #[serde(default)]
    pub labels: BTreeMap<Language, Vec<Label>>,
    /// The first right it names, in the words of the Declaration; none where it names none, or the library
    /// does not have the words.
    #[serde(default)]
    pub right: Option<RightInWords>,
}

/// An article of the Universal Declaration of Human Rights in its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightInWords {
    /// Its number.
    pub article: u8,
    /// Its paragraphs by language; as many in each.
    pub paragraphs: BTreeMap<Language, Vec<String>>,
    /// Where the Declaration is found, and the record that says so.
    pub source: Option<(RecordId, Source)>,
}

impl RightInWords {
    /// Its paragraphs in this language, else in English, with the language they are in.
    pub fn in_language(&self, language: &Language) -> Option<(&Language, &[String])> {
        let found = self.paragraphs.get_key_value(language);
        let found = found.or_else(|| self.paragraphs.get_key_value(&Language::english()));
        found.map(|(language, paragraphs)| (language, paragraphs.as_slice()))
    }
}

/// A paragraph of the practitioner's depth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PractitionerParagraph {
    /// Its anchor.
    pub anchor: String,
    /// The heading it stands under.
    pub heading: String,
    /// Plain text, one line a paragraph, list item or table row.
    pub text: String,
    /// The language it is in.
    pub language: Language,
    /// The sources it cites.
    pub sources: Vec<Source>,
}

impl Exhibit {
    /// Errs with `invalid_input` where something is not as the library would give it: a file may come from
    /// anywhere.
    pub fn check(&self) -> crate::error::Result<()> {
        few("programmes", self.programmes.len(), MAX_CARRIED)?;
        few("chosen", self.chosen.len(), MAX_CHOSEN)?;
        self.chosen.iter().try_for_each(|one| short("anchor", &one.anchor, MAX_LINE))?;
        if self.programmes.iter().any(|one| one.kind() != Kind::Practice) {
            return Err(refused("programmes: one is no practice"));
        }
        let right = self.right.iter();
        for paragraphs in right.clone().flat_map(|right| right.paragraphs.values()) {
            few("right", paragraphs.len(), MAX_PARAGRAPHS)?;
            paragraphs.iter().try_for_each(|one| short("right", one, MAX_TEXT))?;
        }
        let sources = self.chosen.iter().flat_map(|one| &one.sources).chain(&self.record.sources);
        let sources = sources.chain(right.flat_map(|one| &one.source).map(|(_, source)| source));
        if sources.filter_map(|one| one.url.as_deref()).any(|url| !is_of_the_web(url)) {
            return Err(refused("sources: one has no address of the web"));
        }
        match &self.record.detail {
            Detail::City(City { place, .. })
                if !(-90.0..=90.0).contains(&place.latitude)
                    || !(-180.0..=180.0).contains(&place.longitude) =>
            {
                Err(refused("place: it lies nowhere"))
            }
            _ => Ok(()),
        }
    }
}
