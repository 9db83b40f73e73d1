//! The link directory: the Network's list in its own order, grouped as the Network groups it.

use crate::names::Names;
use crate::store::{Card, Reader};
use hrc_domain::error::Result;
use hrc_domain::kinds::Link;
use hrc_domain::reading::{LinkDirectory, LinkEntry, LinkGroup};
use hrc_domain::{Kind, Language};
use std::collections::BTreeMap;

/// Lays the directory out, with titles and lines in the reader's language where there are any.
pub fn links(reader: &Reader<'_>, names: &Names, language: &Language) -> Result<LinkDirectory> {
    let mut by_group: BTreeMap<String, Vec<(Card, Link)>> = BTreeMap::new();
    for mut card in reader.cards(Some(Kind::Link))? {
        if let Some(link) = card.link.take() {
            by_group.entry(link.group.clone()).or_default().push((card, link));
        }
    }
    let all = || by_group.values().flatten().map(|(_, link)| link);
    let numbered = all().filter(|link| link.number.is_some()).count();
    let addresses = all().map(|link| link.urls.len()).sum();
    let entries = all().count();

    let list = names.list("link-groups");
    let concepts = list.map(|list| list.concepts.as_slice()).unwrap_or_default();
    let name =
        |id: &str| list.and_then(|list| list.concept(id)).map(|c| c.name(language).to_owned());
    let mut groups = Vec::new();
    for concept in concepts {
        let links = by_group.remove(&concept.id).unwrap_or_default();
        groups.push(LinkGroup {
            id: concept.id.clone(),
            label: concept.name(language).to_owned(),
            parent: concept.parent.as_deref().and_then(name),
            links: in_order(links, names, language),
        });
    }
    // A group the list does not have is the content's fault; its links must still be found.
    for (id, links) in by_group {
        let links = in_order(links, names, language);
        groups.push(LinkGroup { label: id.clone(), id, parent: None, links });
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(LinkDirectory {
        groups,
        numbered: count(numbered),
        entries: count(entries),
        addresses: count(addresses),
    })
}

/// By number, those without one after them; then by entry, where D9 comes before D10.
fn in_order(mut links: Vec<(Card, Link)>, names: &Names, language: &Language) -> Vec<LinkEntry> {
    links.sort_by_cached_key(|(card, link)| {
        let letters = link.entry.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = link.entry.get(letters.len()..).and_then(|n| n.parse::<u64>().ok());
        let number = link.number.unwrap_or(u16::MAX);
        (number, letters.to_owned(), digits, card.id.clone())
    });
    links.into_iter().map(|(card, link)| laid_out(card, link, names, language)).collect()
}

fn laid_out(card: Card, link: Link, names: &Names, language: &Language) -> LinkEntry {
    let translation = card.translation(language).filter(|_| *language != card.language);
    let used = translation.filter(|t| t.title.is_some() || t.summary.is_some());
    let (summary, spoken) = card.summary_in(language);
    LinkEntry {
        title: card.title_in(language).to_owned(),
        summary: summary.to_owned(),
        unreviewed: used.is_some_and(|t| !t.reviewed),
        language: spoken.to_string(),
        themes: card
            .facets
            .themes
            .iter()
            .filter_map(|id| names.theme(id.as_str(), language))
            .collect(),
        number: link.number,
        urls: link.urls,
        source_kind: link.source_kind,
        check: link.check,
        id: card.id,
    }
}
