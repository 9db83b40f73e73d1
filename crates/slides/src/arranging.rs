//! From a workshop to its deck: each item's slides, in their order, hidden or not, with notes and agenda.

use crate::draft::{Draft, numbered, title, whole};
use crate::{case, comparison, own};
use hrc_domain::Language;
use hrc_domain::RecordId;
use hrc_domain::deck::{AgendaLine, Deck, Notes, Part, Phrase, Slide, SlideContent, SourceLine};
use hrc_domain::error::Result;
use hrc_domain::workshop::{AgendaItem, Exhibit, ItemId, Matter, OwnSlide, SlideKey, Workshop};
use std::collections::BTreeSet;

/// The slides of a workshop from its records; a record that is not among them leaves a slide that says so.
///
/// Errs with `invalid_input` where the workshop is beyond its bounds.
pub fn deck(workshop: &Workshop, exhibits: &[Exhibit]) -> Result<Deck> {
    workshop.check()?;
    let mut slides: Vec<Slide> = Vec::new();
    let mut agenda = Vec::new();
    for item in &workshop.items {
        let mut own = item_slides(workshop, item, exhibits)?;
        settle(workshop, &mut own);
        let shown = own.iter().filter(|slide| !slide.hidden).count();
        agenda.push(AgendaLine {
            item: item.id.clone(),
            titles: titles(item, exhibits, &workshop.language),
            part: own.first().map_or(Part::Text, |slide| slide.part),
            minutes: item.minutes,
            first: whole(slides.len()),
            slides: whole(own.len()),
            shown: whole(shown),
        });
        slides.extend(own);
    }
    Ok(Deck {
        title: workshop.title.trim().to_owned(),
        language: workshop.language.clone(),
        dark: workshop.dark,
        larger: workshop.larger,
        slides,
        agenda,
    })
}

fn item_slides(workshop: &Workshop, item: &AgendaItem, exhibits: &[Exhibit]) -> Result<Vec<Slide>> {
    let language = &workshop.language;
    let of = |record: &RecordId| exhibits.iter().find(|one| one.record.id == *record);
    let (found, missing): (Vec<&Exhibit>, Vec<&RecordId>) = match &item.matter {
        Matter::Case { record } => (of(record).into_iter().collect(), vec![record]),
        Matter::Comparison { records } => {
            (records.iter().filter_map(of).collect(), records.iter().collect())
        }
        Matter::Own { .. } => (Vec::new(), Vec::new()),
    };
    let mut drafts: Vec<Draft> = missing
        .into_iter()
        .filter(|record| of(record).is_none())
        .map(|record| {
            let content = SlideContent::Missing { record: record.clone() };
            Draft::new(Part::Missing, content, language)
        })
        .collect();
    match (&item.matter, found.as_slice()) {
        (Matter::Case { .. }, [exhibit]) => drafts.extend(case::slides(exhibit, language)),
        (Matter::Comparison { .. }, [_, _, ..]) => {
            drafts.extend(comparison::slides(&found, language));
        }
        (Matter::Own { slide }, _) => drafts.extend(own::slides(slide, language)),
        _ => {}
    }
    let added = item.added.iter();
    drafts.extend(added.flat_map(|added| own::added(&added.id, &added.slide, language)));
    let slides = numbered(&item.id, &found, drafts)?;
    with_sources(workshop, &item.id, &found, slides)
}

/// The sources of what is shown follow it. They are known only when it is known what is hidden. Whoever asked for
/// all that waited has all its sources, too.
fn with_sources(
    workshop: &Workshop,
    item: &ItemId,
    found: &[&Exhibit],
    mut slides: Vec<Slide>,
) -> Result<Vec<Slide>> {
    let mut cited: Vec<SourceLine> = Vec::new();
    for slide in slides.iter().filter(|slide| !is_hidden(workshop, slide)) {
        for source in &slide.sources {
            if !cited.iter().any(|one| one.id == source.id && one.record == source.record) {
                cited.push(source.clone());
            }
        }
    }
    let waits = |slide: &Slide| is_hidden(workshop, slide);
    let mut spare = slides.iter().filter(|slide| slide.spare).peekable();
    let is_all_asked_for = spare.peek().is_some() && !spare.any(waits);
    let mut drafts = case::sources(&cited, &workshop.language);
    if is_all_asked_for {
        drafts.iter_mut().for_each(|draft| draft.spare = false);
    }
    slides.extend(numbered(item, found, drafts)?);
    Ok(slides)
}

fn is_hidden(workshop: &Workshop, slide: &Slide) -> bool {
    workshop.hidden.contains(&slide.key) || (slide.spare && !workshop.shown.contains(&slide.key))
}

/// Gives an item's slides their order, and each what was said about it.
fn settle(workshop: &Workshop, slides: &mut Vec<Slide>) {
    let mut taken = BTreeSet::new();
    for slide in slides.iter_mut() {
        // Two paragraphs of a foreign file may have the same name; slides may not.
        let mut again = 2;
        while !taken.insert(slide.key.clone()) {
            let other = SlideKey::new(format!("{}-{again}", slide.key));
            let Ok(other) = other else { break };
            slide.key = other;
            again += 1;
        }
        slide.hidden = is_hidden(workshop, slide);
        if let Some(own) = workshop.own_notes.get(&slide.key) {
            let language = workshop.language.clone();
            slide.notes = Notes { text: own.clone(), language, own: true };
        }
    }
    let order = std::mem::take(slides);
    *slides = ordered(order, &workshop.order);
}

/// The slides that were moved in the order they were moved into, each followed by those that follow it by
/// themselves.
fn ordered(slides: Vec<Slide>, order: &[SlideKey]) -> Vec<Slide> {
    let rank = |slide: &Slide| order.iter().position(|key| *key == slide.key);
    let mut groups: Vec<(Option<usize>, Vec<Slide>)> = Vec::new();
    for slide in slides {
        match (rank(&slide), groups.last_mut()) {
            (None, Some((_, group))) => group.push(slide),
            (rank, _) => groups.push((rank, vec![slide])),
        }
    }
    // What stands before the first that was moved stays there: none sorts first.
    groups.sort_by_key(|(rank, _)| *rank);
    groups.into_iter().flat_map(|(_, group)| group).collect()
}

fn titles(item: &AgendaItem, exhibits: &[Exhibit], language: &Language) -> Vec<Phrase> {
    let record = |id: &RecordId| {
        let found = exhibits.iter().find(|one| one.record.id == *id)?;
        Some(title(&found.record, language))
    };
    match &item.matter {
        Matter::Case { record: id } => record(id).into_iter().collect(),
        Matter::Comparison { records } => records.iter().filter_map(record).collect(),
        Matter::Own { slide } => {
            let title = match slide {
                OwnSlide::Text { title, .. }
                | OwnSlide::Link { title, .. }
                | OwnSlide::Discussion { title, .. } => title,
                OwnSlide::Image { caption, .. } => caption,
            };
            let title = title.trim();
            let titled = (!title.is_empty()).then(|| crate::draft::phrase(title, language));
            titled.into_iter().collect()
        }
    }
}
