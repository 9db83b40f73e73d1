//! What a deck takes from a record: as the library gives it, or as a file brought it.

use super::{MAX_CARRIED, MAX_CHOSEN, MAX_LINE, few, is_of_the_web, refused, short};
use crate::kinds::City;
use crate::reading::Label;
use crate::record::Kind;
use crate::{Detail, Language, Record, Source};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
        let sources = self.chosen.iter().flat_map(|one| &one.sources).chain(&self.record.sources);
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
