//! A record laid out for reading.

use crate::alphabet;
use crate::filing::filed_under;
use crate::names::{Names, reference};
use crate::store::{Card, Reader};
use hrc_domain::error::Result;
use hrc_domain::reading::{Label, Reading};
use hrc_domain::{Block, Detail, Language, RecordId};
use std::collections::BTreeSet;

const WORDS_A_MINUTE: usize = 220;

/// Lays a record out, with names and titles in the reader's language.
pub fn reading(
    reader: &Reader<'_>,
    names: &Names,
    id: &RecordId,
    language: &Language,
) -> Result<Reading> {
    let record = reader.record(id)?;
    let supplement = reader.supplement(id)?;
    let layer = reader.layer(id)?;
    let blocks = match &supplement {
        Some(more) => hrc_markup::render_both(&record.body, &more.body),
        None => hrc_markup::render(&record.body),
    };
    let mut related = Vec::new();
    for id in &record.related {
        // What it names may not be here, or not any more.
        related.extend(reader.card(id.as_str())?.map(|card| reference(&card, language)));
    }
    let mut named = Vec::new();
    for id in named_in_fields(&record.detail) {
        named.extend(reader.card(id.as_str())?.map(|card| reference(&card, language)));
    }
    let mut cited_by: Vec<_> =
        reader.naming(id)?.iter().map(|card| reference(card, language)).collect();
    cited_by.sort_by_cached_key(|r| (alphabet::order(language, &r.title), r.id.clone()));
    let mut labels = facet_labels(&Card::of(&record, layer), names, language);
    if let Detail::Link(link) = &record.detail {
        let concept = names.list("link-groups").and_then(|list| list.concept(&link.group));
        labels.extend(concept.map(|c| label("link-groups", &link.group, c.name(language))));
    }
    if let Some(city) = &record.facets.city {
        let card = reader.card(city.as_str())?;
        labels.extend(card.map(|c| label("city", city.as_str(), c.title_in(language))));
    }
    let minutes = minutes(&record.summary, &blocks);
    if let Some(more) = supplement {
        // The reader checks both depths against one list of sources; a name both have is one.
        let mut record = record;
        let own: Vec<String> = record.sources.iter().map(|s| s.id.clone()).collect();
        record.sources.extend(more.sources.into_iter().filter(|s| !own.contains(&s.id)));
        return Ok(Reading { record, layer, blocks, related, named, cited_by, labels, minutes });
    }
    Ok(Reading { record, layer, blocks, related, named, cited_by, labels, minutes })
}

/// The records that the fields of a kind name.
fn named_in_fields(detail: &Detail) -> BTreeSet<&RecordId> {
    match detail {
        Detail::Tool(tool) => tool.items.iter().flat_map(|item| &item.related).collect(),
        _ => BTreeSet::new(),
    }
}

fn facet_labels(card: &Card, names: &Names, language: &Language) -> Vec<Label> {
    filed_under(card)
        .into_iter()
        .filter_map(|(group, value)| {
            let name = names.label(group, &value, language)?;
            Some(label(group.as_str(), &value, &name))
        })
        .collect()
}

fn label(group: &str, value: &str, name: &str) -> Label {
    Label { group: group.to_owned(), value: value.to_owned(), label: name.to_owned() }
}

/// How long it takes to read.
pub fn minutes(summary: &str, blocks: &[Block]) -> u32 {
    let texts = blocks.iter().map(|block| block.text.as_str()).chain([summary]);
    let words: usize = texts.map(|text| text.split_whitespace().count()).sum();
    u32::try_from(words.div_ceil(WORDS_A_MINUTE)).unwrap_or(u32::MAX).max(1)
}
