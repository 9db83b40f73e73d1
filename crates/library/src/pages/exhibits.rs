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
use hrc_domain::workshop::{Exhibit, MAX_CARRIED, PractitionerParagraph, RightInWords, Workshop};
use hrc_domain::{Block, Detail, Language, Record, RecordId, Source};
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
                right: right(reader, names, &record, &languages)?,
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

/// The record of the Universal Declaration, and its own name for the text itself.
const DECLARATION: (&str, &str) = ("universal-declaration", "udhr");

/// The first right that a city or a programme names, in the Declaration's words.
fn right(
    reader: &Reader<'_>,
    names: &Names,
    record: &Record,
    languages: &[Language],
) -> Result<Option<RightInWords>> {
    let Some(article) = record.facets.udhr.first().copied() else { return Ok(None) };
    if !matches!(record.kind(), Kind::City | Kind::Practice) {
        return Ok(None);
    }
    let words = |language: &Language| {
        let found = names.wording(FacetGroup::Udhr, &article.to_string(), language)?;
        // Where a language has none, English stands in; it is there under its own name.
        (found.language == *language).then_some((found.language, found.paragraphs))
    };
    let paragraphs: BTreeMap<_, _> = languages.iter().filter_map(words).collect();
    if paragraphs.is_empty() {
        return Ok(None);
    }
    let (declaration, name) = DECLARATION;
    let mut source = None;
    if let Ok(id) = RecordId::new(declaration) {
        let sources = reader.general_record(&id)?.map(|record| record.sources).unwrap_or_default();
        source = sources.into_iter().find(|one| one.id == name).map(|source| (id, source));
    }
    Ok(Some(RightInWords { article, paragraphs, source }))
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

/// What its title, a comparison and a hand-out name: the country, themes and rights, a link's group.
fn labels(record: &Record, names: &Names, language: &Language) -> Vec<Label> {
    let facets = &record.facets;
    let country = facets.country.iter().map(|code| (FacetGroup::Country, code.clone()));
    let themes = facets.themes.iter().map(|theme| (FacetGroup::Theme, theme.to_string()));
    let rights = facets.udhr.iter().map(|article| (FacetGroup::Udhr, article.to_string()));
    let filed = country.chain(themes).chain(rights).filter_map(|(group, value)| {
        let label = names.label(group, &value, language)?;
        Some(Label { group: group.as_str().to_owned(), value, label })
    });
    let listed = match &record.detail {
        Detail::Link(link) => names.list("link-groups").and_then(|list| list.concept(&link.group)),
        _ => None,
    };
    let listed = listed.map(|concept| Label {
        group: "link-groups".to_owned(),
        value: concept.id.clone(),
        label: concept.name(language).to_owned(),
    });
    filed.chain(listed).collect()
}
