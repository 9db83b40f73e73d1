//! The records of a workshop laid out to be given out: what its slides show, in full.
//!
//! They are laid out from the same [`Exhibit`]s as the slides. So a record that came in the workshop's file is
//! given out as it came, with or without a library; and of the practitioner's depth there is what was chosen and
//! nothing else, wherever in the text it stands now.

use crate::pages::minutes;
use crate::{Library, Personal, exhibits};
use hrc_domain::block::BlockKind;
use hrc_domain::error::Result;
use hrc_domain::reading::Reading;
use hrc_domain::search::Layer;
use hrc_domain::workshop::{Exhibit, PractitionerParagraph, Workshop};
use hrc_domain::{Block, Error, ErrorCode, Language, RecordId};

/// The records of a workshop in the order of its agenda, in its language. Those that are neither with it nor in
/// the library are left out; errs with `not_found` where that is all of them.
pub fn handout(
    library: std::result::Result<&Library, &Error>,
    personal: &Personal,
    workshop: &Workshop,
) -> Result<Vec<Reading>> {
    let exhibits = exhibits(library, personal, workshop)?;
    let found = |id: &RecordId| exhibits.iter().find(|one| one.record.id == *id);
    let readings: Vec<Reading> = workshop
        .records()
        .into_iter()
        .filter_map(found)
        .map(|exhibit| laid_out(exhibit, &workshop.language))
        .collect();
    if readings.is_empty() {
        return Err(Error::new(ErrorCode::NotFound, "a workshop without records to be given out"));
    }
    Ok(readings)
}

fn laid_out(exhibit: &Exhibit, language: &Language) -> Reading {
    let mut record = exhibit.record.clone();
    let mut blocks = hrc_markup::render(&record.body);
    for paragraph in &exhibit.chosen {
        place(paragraph, &mut blocks);
        for source in &paragraph.sources {
            if !record.sources.iter().any(|one| one.id == source.id) {
                record.sources.push(source.clone());
            }
        }
    }
    let labels = exhibit.labels.get(language).or_else(|| exhibit.labels.get(&Language::english()));
    Reading {
        layer: if exhibit.chosen.is_empty() { Layer::General } else { Layer::Both },
        minutes: minutes(&record.summary, &blocks),
        labels: labels.cloned().unwrap_or_default(),
        // A sheet of paper leads nowhere.
        related: Vec::new(),
        named: Vec::new(),
        cited_by: Vec::new(),
        blocks,
        record,
    }
}

/// Puts a chosen paragraph at the end of the section it belongs to, or under its heading at the end.
fn place(paragraph: &PractitionerParagraph, blocks: &mut Vec<Block>) {
    let PractitionerParagraph { anchor, heading, text, sources, .. } = paragraph;
    let lines: Vec<String> = text.lines().map(escaped).collect();
    let cite = |id: &str| {
        let id = escaped(id);
        format!(r##"<a class="cite" href="#source-{id}" data-source="{id}"></a>"##)
    };
    let cites: String = sources.iter().map(|one| cite(&one.id)).collect();
    let (kind, html) = match lines.as_slice() {
        [line] => (BlockKind::Paragraph, format!("<p>{line}{cites}</p>")),
        _ => (BlockKind::List, format!("<ul><li>{}{cites}</li></ul>", lines.join("</li><li>"))),
    };
    let block = Block {
        anchor: anchor.clone(),
        kind,
        html,
        text: text.clone(),
        sources: sources.iter().map(|one| one.id.clone()).collect(),
        heading: heading.clone(),
        practitioner: true,
    };
    let section = |one: &Block| {
        one.heading == *heading || (one.kind == BlockKind::Heading && one.text == *heading)
    };
    match blocks.iter().rposition(section) {
        Some(last) => blocks.insert(last + 1, block),
        None => {
            let title = Block {
                anchor: format!("{anchor}.heading"),
                kind: BlockKind::Heading,
                html: format!("<h2>{}</h2>", escaped(heading)),
                text: heading.clone(),
                sources: Vec::new(),
                heading: String::new(),
                practitioner: false,
            };
            blocks.extend((!heading.is_empty()).then_some(title));
            blocks.push(block);
        }
    }
}

/// A text as it stands in HTML.
fn escaped(text: &str) -> String {
    let mut html = String::new();
    hrc_markup::escape(text, &mut html);
    html
}
