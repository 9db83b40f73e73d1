//! From an entry to what is looked up quickly: its card, its passages, and whom it names.
//!
//! Nothing here is truth: it can be made again from the entries at any time, and is whenever
//! [`VERSION`] is not the one that made it.

use super::card::Card;
use hrc_domain::search::Layer;
use hrc_domain::{Detail, Record, RecordId, Supplement};
use std::collections::BTreeSet;

/// Counted up whenever this module would derive something else from the same entry.
pub const VERSION: u32 = 4;

/// A piece of a record's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPassage {
    /// The block it is; none for what stands in a field.
    pub anchor: Option<String>,
    /// The heading it stands under.
    pub heading: String,
    /// The text.
    pub text: String,
    /// Whether only the practitioners' depth has it.
    pub practitioner: bool,
}

/// What is derived from one record.
pub struct Derived {
    /// Its card.
    pub card: Card,
    /// Its text, in reading order, then what its fields say.
    pub passages: Vec<StoredPassage>,
    /// The records it names.
    pub mentions: BTreeSet<RecordId>,
}

/// Derives what is looked up from a record and, where the library has it, its practitioner's depth.
pub fn derive(record: &Record, supplement: Option<&Supplement>, layer: Layer) -> Derived {
    let blocks = match supplement {
        Some(supplement) => hrc_markup::render_both(&record.body, &supplement.body),
        None => hrc_markup::render(&record.body),
    };
    // What only practitioners have at all is theirs throughout.
    let theirs = layer == Layer::Both && supplement.is_none();
    let from_text = blocks.into_iter().map(|block| StoredPassage {
        anchor: Some(block.anchor),
        heading: block.heading,
        text: block.text,
        practitioner: theirs || block.practitioner,
    });
    let from_fields = field_texts(&record.detail).into_iter().map(|text| StoredPassage {
        anchor: None,
        heading: String::new(),
        text,
        practitioner: theirs,
    });
    let passages =
        from_text.chain(from_fields).filter(|passage| !passage.text.trim().is_empty()).collect();
    let mut mentions = mentions(record);
    if let Some(supplement) = supplement {
        mentions.extend(linked(&supplement.body));
    }
    mentions.remove(&record.id);
    Derived { card: Card::of(record, layer), passages, mentions }
}

/// What the fields of a kind say in words; numbers, addresses and codes are left to filters.
fn field_texts(detail: &Detail) -> Vec<String> {
    match detail {
        Detail::City(city) => {
            let declared = match &city.declaration {
                hrc_domain::kinds::Finding::Found(declaration) => Some(declaration.body.clone()),
                hrc_domain::kinds::Finding::NotFound => None,
            };
            let elements = city.elements.iter().map(|e| e.name.clone());
            let steps = city.milestones.iter().map(|m| format!("{} {}", m.date, m.text));
            let figures =
                city.figures.iter().map(|f| format!("{}: {} ({})", f.label, f.value, f.as_of));
            declared.into_iter().chain(elements).chain(steps).chain(figures).collect()
        }
        Detail::Practice(practice) => {
            std::iter::once(&practice.lead).chain(&practice.partners).cloned().collect()
        }
        Detail::Institution(institution) => vec![institution.form.clone()],
        Detail::Instrument(instrument) => std::iter::once(&instrument.adopted_by)
            .chain(&instrument.reference)
            .cloned()
            .chain(std::iter::once(instrument.adopted.to_string()))
            .collect(),
        Detail::Publication(publication) => [
            publication.authors.join(", "),
            format!("{}, {}", publication.publisher, publication.published),
            [&publication.isbn, &publication.doi]
                .into_iter()
                .flatten()
                .cloned()
                .collect::<Vec<_>>()
                .join(" "),
        ]
        .into(),
        Detail::Answer(answer) => vec![answer.question.clone()],
        Detail::Event(event) => {
            std::iter::once(&event.organiser).chain(&event.place).cloned().collect()
        }
        Detail::Tool(tool) => {
            tool.items.iter().map(|item| format!("{} {}", item.question, item.evidence)).collect()
        }
        Detail::Article {} | Detail::Term {} | Detail::Theme {} | Detail::Link(_) => Vec::new(),
    }
}

/// Whom a record names: as related, as its city, in a checklist, in its text.
fn mentions(record: &Record) -> BTreeSet<RecordId> {
    let from_items = match &record.detail {
        Detail::Tool(tool) => tool.items.iter().flat_map(|item| &item.related).cloned().collect(),
        _ => Vec::new(),
    };
    let named = record.related.iter().chain(&record.facets.city).cloned();
    named.chain(from_items).chain(linked(&record.body)).collect()
}

/// The records that a text links to.
fn linked(markdown: &str) -> impl Iterator<Item = RecordId> {
    hrc_markup::examine(markdown).mentions.into_iter().map(|mention| mention.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_records_are_mentions_and_web_addresses_are_not() {
        let text =
            "See [Graz](graz) and [its council](graz-council#origin), [web](https://graz.at/).";
        let ids: Vec<_> = linked(text).map(String::from).collect();
        assert_eq!(ids, ["graz", "graz-council"], "only slugs name records");
    }
}
