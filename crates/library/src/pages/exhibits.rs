//! The records of a workshop with all a deck takes from them.
//!
//! Here it is decided what of the practitioner's depth may be shown: a paragraph that was chosen, and nothing
//! else. A record that only practitioners have is none that is shown.

use crate::names::Names;
use crate::store::Reader;
use hrc_domain::block::BlockKind;
use hrc_domain::error::Result;
use hrc_domain::reading::Label;
use hrc_domain::record::Kind;
use hrc_domain::search::FacetGroup;
use hrc_domain::workshop::{Exhibit, MAX_CARRIED, PractitionerParagraph, Workshop};
use hrc_domain::{Block, Language, Record, RecordId, Source};
use std::collections::BTreeMap;

/// The records that the library has of a workshop, in the order of its agenda.
pub fn exhibits(reader: &Reader<'_>, names: &Names, workshop: &Workshop) -> Result<Vec<Exhibit>> {
    let mut records = Vec::new();
    for id in workshop.records() {
        records.extend(reader.general_record(id)?);
    }
    let mut programmes = BTreeMap::new();
    if records.iter().any(|record| record.kind() == Kind::City) {
        programmes = programmes_of(reader, &records)?;
    }
    let languages = languages(&workshop.language);
    records
        .into_iter()
        .map(|record| {
            let labels = languages
                .iter()
                .map(|language| (language.clone(), labels(&record, names, language)))
                .collect();
            Ok(Exhibit {
                chosen: chosen(reader, workshop, &record)?,
                programmes: programmes.remove(&record.id).unwrap_or_default(),
                labels,
                record,
            })
        })
        .collect()
}

/// The paragraphs of its practitioner's depth that were chosen, in the order of the text. One that reads
/// otherwise now is another: nobody has chosen it.
fn chosen(
    reader: &Reader<'_>,
    workshop: &Workshop,
    record: &Record,
) -> Result<Vec<PractitionerParagraph>> {
    let anchors = workshop.chosen_of(&record.id);
    if anchors.is_empty() {
        return Ok(Vec::new());
    }
    let Some(supplement) = reader.supplement(&record.id)? else { return Ok(Vec::new()) };
    let hash = |anchor: &str| anchor.rsplit_once('.').map(|(_, hash)| hash.to_owned());
    let source = |id: &String| -> Option<Source> {
        record.sources.iter().chain(&supplement.sources).find(|one| one.id == *id).cloned()
    };
    let blocks = hrc_markup::render_both(&record.body, &supplement.body);
    let text = |block: &&Block| {
        block.practitioner && !matches!(block.kind, BlockKind::Heading | BlockKind::Subheading)
    };
    let paragraph = |block: &Block| {
        // By the name it was chosen under, though it may have moved since.
        let anchor = anchors.iter().find(|anchor| {
            **anchor == block.anchor || hash(anchor).is_some_and(|h| Some(h) == hash(&block.anchor))
        })?;
        Some(PractitionerParagraph {
            anchor: (*anchor).to_owned(),
            heading: block.heading.clone(),
            text: block.text.clone(),
            language: supplement.language.clone(),
            sources: block.sources.iter().filter_map(source).collect(),
        })
    };
    Ok(blocks.iter().filter(text).filter_map(paragraph).collect())
}

/// The programmes of these cities, without their text.
fn programmes_of(
    reader: &Reader<'_>,
    cities: &[Record],
) -> Result<BTreeMap<RecordId, Vec<Record>>> {
    let mut by_city: BTreeMap<RecordId, Vec<Record>> = BTreeMap::new();
    for (practice, _) in reader.records(Some(Kind::Practice))? {
        let Some(city) = practice.facets.city.clone() else { continue };
        // One that only practitioners have is not named either.
        let general = reader.general_record(&practice.id)?;
        let own = by_city.entry(city.clone()).or_default();
        if cities.iter().any(|one| one.id == city) && own.len() < MAX_CARRIED {
            own.extend(general.map(titled));
        }
    }
    Ok(by_city)
}

/// What is left of a record that is only named.
fn titled(record: Record) -> Record {
    let (body, sources, related, presenting) = Default::default();
    Record { body, sources, related, presenting, ..record }
}

fn languages(own: &Language) -> Vec<Language> {
    let interface =
        hrc_domain::language::INTERFACE.into_iter().filter_map(|c| Language::new(c).ok());
    let mut languages: Vec<Language> = interface.collect();
    if !languages.contains(own) {
        languages.push(own.clone());
    }
    languages
}

/// What its title and a comparison name: the country, themes and rights.
fn labels(record: &Record, names: &Names, language: &Language) -> Vec<Label> {
    let facets = &record.facets;
    let country = facets.country.iter().map(|code| (FacetGroup::Country, code.clone()));
    let themes = facets.themes.iter().map(|theme| (FacetGroup::Theme, theme.to_string()));
    let rights = facets.udhr.iter().map(|article| (FacetGroup::Udhr, article.to_string()));
    country
        .chain(themes)
        .chain(rights)
        .filter_map(|(group, value)| {
            let label = names.label(group, &value, language)?;
            Some(Label { group: group.as_str().to_owned(), value, label })
        })
        .collect()
}
