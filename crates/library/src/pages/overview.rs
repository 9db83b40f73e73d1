//! The front page: how many records stand under each heading, right, theme and kind.

use crate::alphabet;
use crate::filing::filed_under;
use crate::names::Names;
use crate::store::Reader;
use hrc_domain::error::Result;
use hrc_domain::reading::{Count, Overview};
use hrc_domain::search::FacetGroup;
use hrc_domain::{Kind, Language};
use std::collections::BTreeMap;

/// The articles of the Universal Declaration.
const RIGHTS: std::ops::RangeInclusive<u8> = 1..=30;

/// Counts the library.
pub fn overview(reader: &Reader<'_>, names: &Names, language: &Language) -> Result<Overview> {
    let cards = reader.cards(None)?;
    let mut filed: BTreeMap<(FacetGroup, String), u32> = BTreeMap::new();
    for place in cards.iter().flat_map(filed_under) {
        *filed.entry(place).or_default() += 1;
    }
    let count = |group, value: &str, label: String| Count {
        value: value.to_owned(),
        label,
        count: filed.get(&(group, value.to_owned())).copied().unwrap_or(0),
    };
    let sections = names.list("sections").map(|list| list.concepts.as_slice()).unwrap_or_default();
    let mut themes: Vec<_> = names
        .themes()
        .map(|t| count(FacetGroup::Theme, t.id.as_str(), t.title_in(language).to_owned()))
        .collect();
    themes.sort_by_cached_key(|theme| alphabet::order(language, &theme.label));
    Ok(Overview {
        records: u32::try_from(cards.len()).unwrap_or(u32::MAX),
        sections: sections
            .iter()
            .map(|c| count(FacetGroup::Section, &c.id, c.name(language).to_owned()))
            .collect(),
        rights: RIGHTS
            .map(|article| {
                let value = article.to_string();
                let name = names.label(FacetGroup::Udhr, &value, language);
                count(FacetGroup::Udhr, &value, name.unwrap_or_else(|| value.clone()))
            })
            .collect(),
        themes,
        kinds: Kind::ALL
            .into_iter()
            .map(|kind| count(FacetGroup::Kind, kind.as_str(), kind.as_str().to_owned()))
            .filter(|kind| kind.count > 0)
            .collect(),
    })
}
