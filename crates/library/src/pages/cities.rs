//! The city cases side by side, each with what a map, a filter and a comparison ask of it.

use crate::alphabet;
use crate::names::Names;
use crate::store::{Card, Reader};
use hrc_domain::cities::{CityCase, CityDirectory, CityPractice};
use hrc_domain::error::Result;
use hrc_domain::kinds::{City, Finding, Practice, Presence};
use hrc_domain::reading::Label;
use hrc_domain::record::FraElement;
use hrc_domain::search::{FacetGroup, Layer};
use hrc_domain::{Detail, Kind, Language, Record, RecordId};
use std::collections::{BTreeMap, BTreeSet};

/// More cities than any map shows; beyond it the answer says how many there are.
const MOST_CITIES: usize = 1_000;
/// More programmes than any city page lists.
const MOST_PRACTICES: usize = 50;

/// Lays the city cases out, by title.
pub fn cities(reader: &Reader<'_>, names: &Names, language: &Language) -> Result<CityDirectory> {
    let mut practices = practices(reader, language)?;
    let mut cities = Vec::new();
    for (record, layer) in reader.records(Some(Kind::City))? {
        if let Detail::City(city) = &record.detail {
            let own = practices.remove(&record.id).unwrap_or_default();
            cities.push(laid_out(&record, city, layer, own, language));
        }
    }
    cities.sort_by_cached_key(|c| (alphabet::order(language, &c.title), c.id.clone()));
    let total = u32::try_from(cities.len()).unwrap_or(u32::MAX);
    cities.truncate(MOST_CITIES);
    let labels = labels(&cities, names, language);
    Ok(CityDirectory { cities, total, labels })
}

fn laid_out(
    record: &Record,
    city: &City,
    layer: Layer,
    practices: Vec<CityPractice>,
    language: &Language,
) -> CityCase {
    let declaration = match &city.declaration {
        Finding::Found(declaration) => Some(declaration),
        Finding::NotFound => None,
    };
    let cited =
        record.sources.iter().filter(|s| declaration.is_some_and(|d| d.sources.contains(&s.id)));
    let has: BTreeSet<FraElement> = city
        .elements
        .iter()
        .filter(|element| element.presence != Presence::NotFound)
        .map(|element| element.element)
        .collect();
    let card = Card::of(record, layer);
    CityCase {
        title: card.title_in(language).to_owned(),
        language: card.title_language(language).clone(),
        country: record.facets.country.clone(),
        region: record.facets.region.clone(),
        roles: city.roles.clone(),
        place: city.place.clone(),
        declared: declaration.map(|d| d.date.clone()),
        confidence: cited.map(|s| s.confidence).min_by_key(|c| c.strength()),
        initiative: declaration.map(|d| d.initiative),
        themes: record.facets.themes.clone(),
        udhr: record.facets.udhr.clone(),
        has: has.into_iter().collect(),
        practices,
        id: record.id.clone(),
    }
}

/// The programmes by the city they belong to, each city's by title.
fn practices(
    reader: &Reader<'_>,
    language: &Language,
) -> Result<BTreeMap<RecordId, Vec<CityPractice>>> {
    let mut by_city: BTreeMap<RecordId, Vec<CityPractice>> = BTreeMap::new();
    for (record, layer) in reader.records(Some(Kind::Practice))? {
        if let (Detail::Practice(practice), Some(city)) = (&record.detail, &record.facets.city) {
            let one = programme(&Card::of(&record, layer), practice, language);
            by_city.entry(city.clone()).or_default().push(one);
        }
    }
    for own in by_city.values_mut() {
        own.sort_by_cached_key(|p| (alphabet::order(language, &p.title), p.id.clone()));
        own.truncate(MOST_PRACTICES);
    }
    Ok(by_city)
}

fn programme(card: &Card, practice: &Practice, language: &Language) -> CityPractice {
    CityPractice {
        id: card.id.clone(),
        title: card.title_in(language).to_owned(),
        language: card.title_language(language).clone(),
        from: match &practice.from {
            Finding::Found(date) => Some(date.clone()),
            Finding::NotFound => None,
        },
        to: practice.to.clone(),
        stage: practice.stage,
    }
}

fn labels(cities: &[CityCase], names: &Names, language: &Language) -> Vec<Label> {
    let mut filed = BTreeSet::new();
    for city in cities {
        filed.extend(city.themes.iter().map(|theme| (FacetGroup::Theme, theme.to_string())));
        filed.extend(city.udhr.iter().map(|article| (FacetGroup::Udhr, article.to_string())));
        filed.extend(city.country.iter().map(|country| (FacetGroup::Country, country.clone())));
        filed.extend(city.region.iter().map(|region| (FacetGroup::Region, region.clone())));
    }
    filed
        .into_iter()
        .filter_map(|(group, value)| {
            let label = names.label(group, &value, language)?;
            Some(Label { group: group.as_str().to_owned(), value, label })
        })
        .collect()
}
