//! What the library has newer than a workshop that carries its records: told slide by slide.

use crate::deck;
use hrc_domain::deck::{Newer, NewerSlide, Part, Slide, SlideContent};
use hrc_domain::error::Result;
use hrc_domain::workshop::{Exhibit, Workshop};

/// The slides that would say something else if they were made of the library's records.
///
/// Only records that the library has in a later state count: an older library knows nothing better.
pub fn newer(
    workshop: &Workshop,
    carried: &[Exhibit],
    library: &[Exhibit],
) -> Result<Vec<NewerSlide>> {
    // Chosen paragraphs are compared only where both have them.
    let later: Vec<&Exhibit> = library
        .iter()
        .filter(|theirs| {
            let ours = carried.iter().find(|ours| ours.record.id == theirs.record.id);
            ours.is_some_and(|ours| ours.record.updated < theirs.record.updated)
        })
        .collect();
    if later.is_empty() {
        return Ok(Vec::new());
    }
    let renewed: Vec<Exhibit> = carried
        .iter()
        .map(|ours| {
            let theirs = later.iter().find(|theirs| theirs.record.id == ours.record.id);
            // The practitioner's depth has a state of its own, and the programmes, too.
            theirs.map_or_else(
                || ours.clone(),
                |theirs| Exhibit { record: theirs.record.clone(), ..ours.clone() },
            )
        })
        .collect();
    let (before, after) = (deck(workshop, carried)?, deck(workshop, &renewed)?);
    let mut found = Vec::new();
    for slide in before.slides.iter().filter(|slide| slide.part != Part::Sources) {
        let now = after.slides.iter().find(|other| other.key == slide.key);
        let Some(what) = difference(slide, now) else { continue };
        for theirs in later.iter().filter(|theirs| slide.records.contains(&theirs.record.id)) {
            found.push(NewerSlide {
                slide: slide.key.clone(),
                record: theirs.record.id.clone(),
                what,
                updated: theirs.record.updated.clone(),
            });
        }
    }
    Ok(found)
}

fn difference(slide: &Slide, now: Option<&Slide>) -> Option<Newer> {
    let Some(now) = now else { return Some(kind_of(slide)) };
    if now.content == slide.content {
        return None;
    }
    // On a title, only the figure is one.
    match (&slide.content, &now.content) {
        (
            SlideContent::Title { key_figure: before, .. },
            SlideContent::Title { key_figure: after, .. },
        ) if before != after => Some(Newer::Figure),
        _ => Some(kind_of(slide)),
    }
}

const fn kind_of(slide: &Slide) -> Newer {
    match slide.part {
        Part::Figures => Newer::Figure,
        _ => Newer::Text,
    }
}
