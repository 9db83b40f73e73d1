//! What the values of facets are called: from the controlled lists and the theme records.
//!
//! Kinds, layers and languages are named by the interface and have no name here.

use crate::store::{Card, Reader};
use hrc_domain::error::Result;
use hrc_domain::reading::{Reference, Wording};
use hrc_domain::search::FacetGroup;
use hrc_domain::{Kind, Language, Vocabulary};
use std::collections::BTreeMap;

/// The names of one state of the library.
#[derive(Default)]
pub struct Names {
    lists: BTreeMap<String, Vocabulary>,
    themes: BTreeMap<String, Card>,
}

impl Names {
    /// Reads all names.
    pub fn read(reader: &Reader<'_>) -> Result<Self> {
        let lists = reader.vocabularies()?.into_iter().map(|v| (v.id.to_string(), v)).collect();
        let themes = reader.cards(Some(Kind::Theme))?;
        Ok(Self { lists, themes: themes.into_iter().map(|t| (t.id.to_string(), t)).collect() })
    }

    /// A controlled list.
    pub fn list(&self, id: &str) -> Option<&Vocabulary> {
        self.lists.get(id)
    }

    /// The theme records, by id.
    pub fn themes(&self) -> impl Iterator<Item = &Card> {
        self.themes.values()
    }

    /// The name of a value in this language; the value itself where its list does not have it;
    /// none where the interface names the group.
    pub fn label(&self, group: FacetGroup, value: &str, language: &Language) -> Option<String> {
        if group == FacetGroup::Theme {
            let theme = self.themes.get(value);
            return Some(theme.map_or(value, |theme| theme.title_in(language)).to_owned());
        }
        let list = self.lists.get(list_of(group)?)?;
        Some(list.concept(value).map_or(value, |concept| concept.name(language)).to_owned())
    }

    /// Every name of a value, in all languages.
    pub fn all(&self, group: FacetGroup, value: &str) -> Vec<(&str, &Language)> {
        if group == FacetGroup::Theme {
            return self.themes.get(value).map(|t| t.names().collect()).unwrap_or_default();
        }
        list_of(group)
            .and_then(|list| self.lists.get(list)?.concept(value))
            .map(|c| c.names.iter().map(|(language, name)| (name.as_str(), language)).collect())
            .unwrap_or_default()
    }

    /// The words that mean the same: by concept and language its name with what it is called else.
    pub fn alternatives(&self) -> impl Iterator<Item = (&Language, impl Iterator<Item = &str>)> {
        let concepts = self.lists.values().flat_map(|list| &list.concepts);
        concepts.flat_map(|concept| {
            concept.alternatives.iter().map(|(language, others)| {
                let wordings = concept.names.get(language).into_iter().chain(others);
                (language, wordings.map(String::as_str))
            })
        })
    }

    /// What a value says itself; none where it says nothing, as most do.
    pub fn wording(&self, group: FacetGroup, value: &str, language: &Language) -> Option<Wording> {
        let concept = self.lists.get(list_of(group)?)?.concept(value)?;
        let (spoken, paragraphs) = concept.text(language)?;
        Some(Wording {
            label: concept.name(language).to_owned(),
            language: spoken.clone(),
            paragraphs: paragraphs.to_vec(),
        })
    }

    /// A theme to be named on a page; none where there is no such record.
    pub fn theme(&self, id: &str, language: &Language) -> Option<Reference> {
        self.themes.get(id).map(|theme| reference(theme, language))
    }
}

/// A record as it is named elsewhere.
pub fn reference(card: &Card, language: &Language) -> Reference {
    Reference {
        id: card.id.clone(),
        kind: card.kind,
        title: card.title_in(language).to_owned(),
        language: card.title_language(language).clone(),
        editorial: card.editorial,
    }
}

/// The list that names a group's values.
const fn list_of(group: FacetGroup) -> Option<&'static str> {
    match group {
        FacetGroup::Section => Some("sections"),
        FacetGroup::Country => Some("countries"),
        FacetGroup::Region => Some("regions"),
        FacetGroup::Udhr => Some("udhr"),
        FacetGroup::EuCharter => Some("eu-charter"),
        FacetGroup::Sdg => Some("sdgs"),
        FacetGroup::TargetGroup => Some("target-groups"),
        FacetGroup::Fra => Some("fra"),
        FacetGroup::CityRole => Some("city-roles"),
        FacetGroup::Kind | FacetGroup::Layer | FacetGroup::Language | FacetGroup::Theme => None,
    }
}
