//! One record as slides: its fields laid out, its text by parts, in the order a talk has them.

use crate::chapters::{Told, passages_from, practitioner_heading};
use crate::draft::{Draft, label, phrase, source, source_line, summary, title};
use crate::paging::{Cited, LINES, WIDTH, lines, pages, text_pages};
use crate::talk;
use hrc_domain::deck::{
    ElementGroup, ElementLine, FigureLine, MilestoneLine, ParagraphStyle, Part, PlacePoint,
    ProgrammeLine, SlideContent, SourceLine,
};
use hrc_domain::kinds::{City, Element, Figure, Finding, Milestone};
use hrc_domain::record::FraElement;
use hrc_domain::workshop::{Exhibit, PractitionerParagraph};
use hrc_domain::{Detail, Language, PartialDate, Record};

/// How many steps, figures and programmes stand on a slide at most.
const STEPS: usize = 6;
const FIGURES: usize = 3;
const PROGRAMMES: usize = 6;
/// How wide a step's words are beside their date, in letters.
const STEP_WIDTH: usize = 38;
/// Sources are set smaller: they are looked up, not read aloud.
const SOURCE_WIDTH: usize = 68;
const SOURCE_LINES: usize = 12;

/// The slides of a record, in their order; its sources come when it is known what is shown.
pub(crate) fn slides(exhibit: &Exhibit, language: &Language) -> Vec<Draft> {
    let record = &exhibit.record;
    let mut told = Told::of(record);
    let late = told.take_late();
    let mut drafts = vec![front(exhibit, language)];
    if let Detail::City(city) = &record.detail {
        drafts.push(map(&[exhibit], language));
        drafts.extend(told.take(Part::Context));
        drafts.extend(timeline(record, &city.milestones));
        drafts.extend(structures(record, &city.elements));
        drafts.extend(told.take(Part::WhatWasDone));
        drafts.extend(programmes(exhibit, language));
        drafts.extend(told.take(Part::Results));
        drafts.extend(figures(record, &city.figures));
    } else {
        for part in [Part::Context, Part::WhatWasDone, Part::Results] {
            drafts.extend(told.take(part));
        }
    }
    let quoted = told.take(Part::Quotation);
    drafts.extend(if quoted.is_empty() { right(exhibit, language) } else { quoted });
    for part in [Part::Section, Part::WhatDidNotWork, Part::WhatYouNeed] {
        drafts.extend(told.take(part));
    }
    drafts.extend(late);
    for paragraph in &exhibit.chosen {
        drafts.extend(practitioner(record, paragraph));
    }
    let questions = record.presenting.iter().flat_map(|presenting| &presenting.questions);
    drafts.extend(discussion(questions, &record.language));
    talk::settle(&mut drafts);
    drafts
}

/// The first right the record names, in the Declaration's own words: where a record has no quotation of its
/// own, these were written for every city. A paragraph a slide.
fn right(exhibit: &Exhibit, language: &Language) -> Vec<Draft> {
    let Some(right) = &exhibit.right else { return Vec::new() };
    let Some((spoken, paragraphs)) = right.in_language(language) else { return Vec::new() };
    // What a file brought is no right of this record unless the record says so.
    if exhibit.record.facets.udhr.first() != Some(&right.article) {
        return Vec::new();
    }
    let name = label(exhibit, "udhr", &right.article.to_string(), language);
    let source = right.source.as_ref().map(|(record, source)| source_line(record, source));
    let slide = |text: &String| {
        let (text, source, article) = (text.clone(), source.clone(), Some(right.article));
        let content = SlideContent::Quotation { text, source: source.clone(), article };
        Draft {
            heading: name.as_ref().map(|name| phrase(name, language)),
            sources: source.into_iter().collect(),
            ..Draft::new(Part::Quotation, content, spoken)
        }
    };
    paragraphs.iter().map(slide).collect()
}

fn front(exhibit: &Exhibit, language: &Language) -> Draft {
    let record = &exhibit.record;
    let country = record.facets.country.as_deref();
    let country = country.and_then(|code| label(exhibit, "country", code, language));
    let presenting = record.presenting.as_ref();
    let (roles, population, since, by, cited) = match &record.detail {
        Detail::City(City { roles, place, declaration, .. }) => match declaration {
            Finding::Found(decision) => (
                roles.clone(),
                place.population,
                Some(decision.date.clone()),
                Some(decision.body.clone()),
                decision.sources.as_slice(),
            ),
            Finding::NotFound => (roles.clone(), place.population, None, None, &[][..]),
        },
        Detail::Practice(practice) => {
            (Vec::new(), None, found(&practice.from), Some(practice.lead.clone()), &[][..])
        }
        _ => (Vec::new(), None, None, None, &[][..]),
    };
    let content = SlideContent::Title {
        title: title(record, language),
        record_kind: record.kind(),
        country,
        summary: summary(record, language),
        roles,
        population,
        since,
        by,
        key_figure: presenting
            .and_then(|presenting| presenting.key_figure.as_ref())
            .map(|figure| phrase(figure, &record.language)),
    };
    let notes = presenting.and_then(|presenting| presenting.notes.as_ref());
    Draft {
        notes: notes.map(|notes| phrase(notes, &record.language)),
        ..Draft::new(Part::Title, content, &record.language).citing(record, cited)
    }
}

/// The places of the cities among these.
pub(crate) fn map(exhibits: &[&Exhibit], language: &Language) -> Draft {
    let places = exhibits.iter().filter_map(|exhibit| match &exhibit.record.detail {
        Detail::City(City { place, roles, .. }) => Some(PlacePoint {
            record: exhibit.record.id.clone(),
            title: title(&exhibit.record, language),
            latitude: place.latitude,
            longitude: place.longitude,
            roles: roles.clone(),
        }),
        _ => None,
    });
    Draft::new(Part::Map, SlideContent::Map { places: places.collect() }, language)
}

/// A step in time as it is shown.
pub(crate) fn step(milestone: &Milestone) -> MilestoneLine {
    let Milestone { date, text, breach, .. } = milestone;
    MilestoneLine { date: date.clone(), text: text.clone(), breach: *breach }
}

fn timeline(record: &Record, milestones: &[Milestone]) -> Vec<Draft> {
    let ends = || Some((milestones.first()?.date.clone(), milestones.last()?.date.clone()));
    let cost = |page: &[&Milestone]| match page.len() {
        0..=STEPS => page.iter().map(|one| lines(&one.text, STEP_WIDTH)).sum(),
        _ => usize::MAX,
    };
    let page = |page: Vec<&Milestone>| {
        let content = SlideContent::Timeline {
            milestones: page.iter().map(|one| step(one)).collect(),
            span: ends(),
        };
        let cited = page.iter().flat_map(|one| &one.sources);
        Draft::new(Part::Timeline, content, &record.language).citing(record, cited)
    };
    pages(milestones, LINES + 2, cost, |_| false).into_iter().map(page).collect()
}

/// An element as it is shown.
pub(crate) fn element(element: &Element) -> ElementLine {
    let Element { name, presence, since, .. } = element;
    ElementLine { name: name.clone(), presence: *presence, since: since.clone() }
}

fn structures(record: &Record, elements: &[Element]) -> Vec<Draft> {
    if elements.is_empty() {
        return Vec::new();
    }
    const GROUPS: [FraElement; 3] =
        [FraElement::Foundation, FraElement::Structure, FraElement::Tool];
    // A group of which nothing is known stands there as well: that nothing was found is said.
    let rows: Vec<(FraElement, Option<&Element>)> = GROUPS
        .into_iter()
        .flat_map(|group| {
            let of_it: Vec<_> =
                elements.iter().filter(|one| one.element == group).map(Some).collect();
            let rows = if of_it.is_empty() { vec![None] } else { of_it };
            rows.into_iter().map(move |row| (group, row))
        })
        .collect();
    let cost = |page: &[&(FraElement, Option<&Element>)]| {
        let mut heads: Vec<FraElement> = page.iter().map(|(group, _)| *group).collect();
        heads.dedup();
        let names = page.iter().map(|(_, one)| one.map_or(1, |one| lines(&one.name, WIDTH)));
        heads.len() + names.sum::<usize>()
    };
    let page = |page: Vec<&(FraElement, Option<&Element>)>| {
        let mut groups: Vec<ElementGroup> = Vec::new();
        for (group, one) in &page {
            if groups.last().is_none_or(|last| last.element != *group) {
                groups.push(ElementGroup { element: *group, elements: Vec::new() });
            }
            if let (Some(last), Some(one)) = (groups.last_mut(), one) {
                last.elements.push(element(one));
            }
        }
        let cited = page.iter().filter_map(|(_, one)| *one).flat_map(|one| &one.sources);
        let content = SlideContent::Structures { groups };
        Draft::new(Part::Structures, content, &record.language).citing(record, cited)
    };
    pages(&rows, LINES + 2, cost, |_| false).into_iter().map(page).collect()
}

/// The programmes of a city as they are shown, by title.
pub(crate) fn programme_lines(exhibit: &Exhibit, language: &Language) -> Vec<ProgrammeLine> {
    let mut programmes: Vec<ProgrammeLine> = exhibit
        .programmes
        .iter()
        .filter_map(|record| match &record.detail {
            Detail::Practice(practice) => Some(ProgrammeLine {
                record: record.id.clone(),
                title: title(record, language),
                from: found(&practice.from),
                to: practice.to.clone(),
                stage: practice.stage,
            }),
            _ => None,
        })
        .collect();
    programmes.sort_by(|a, b| (&a.title.text, &a.record).cmp(&(&b.title.text, &b.record)));
    programmes
}

fn programmes(exhibit: &Exhibit, language: &Language) -> Vec<Draft> {
    let programmes = programme_lines(exhibit, language);
    let cost = |page: &[&ProgrammeLine]| match page.len() {
        0..=PROGRAMMES => page.iter().map(|one| lines(&one.title.text, WIDTH)).sum(),
        _ => usize::MAX,
    };
    pages(&programmes, LINES, cost, |_| false)
        .into_iter()
        .map(|page| {
            let programmes = page.into_iter().cloned().collect();
            let content = SlideContent::Programmes { programmes };
            Draft::new(Part::Programmes, content, language)
        })
        .collect()
}

/// A figure as it is shown.
pub(crate) fn figure(record: &Record, figure: &Figure) -> FigureLine {
    FigureLine {
        label: figure.label.clone(),
        value: figure.value.clone(),
        as_of: figure.as_of.clone(),
        sources: figure.sources.iter().filter_map(|id| source(record, id)).collect(),
    }
}

fn figures(record: &Record, figures: &[Figure]) -> Vec<Draft> {
    let cost = |page: &[&Figure]| match page.len() {
        // The value is set large.
        0..=FIGURES => page.iter().map(|one| 1 + lines(&one.label, WIDTH)).sum(),
        _ => usize::MAX,
    };
    let page = |page: Vec<&Figure>| {
        let figures = page.iter().map(|one| figure(record, one)).collect();
        let cited = page.iter().flat_map(|one| &one.sources);
        Draft::new(Part::Figures, SlideContent::Figures { figures }, &record.language)
            .citing(record, cited)
    };
    pages(figures, LINES + 2, cost, |_| false).into_iter().map(page).collect()
}

/// Questions to the room.
pub(crate) fn discussion<'a>(
    questions: impl IntoIterator<Item = &'a String>,
    language: &Language,
) -> Vec<Draft> {
    let questions: Vec<&str> =
        questions.into_iter().map(|one| one.trim()).filter(|one| !one.is_empty()).collect();
    let cost = |page: &[&&str]| page.iter().map(|one| lines(one, WIDTH)).sum();
    let page = |page: Vec<&&str>| {
        let questions = page.into_iter().map(|one| (*one).to_owned()).collect();
        Draft::new(Part::Discussion, SlideContent::Discussion { questions }, language)
    };
    pages(&questions, LINES, cost, |_| false).into_iter().map(page).collect()
}

fn practitioner(record: &Record, paragraph: &PractitionerParagraph) -> Vec<Draft> {
    let PractitionerParagraph { anchor, heading, text, language, sources } = paragraph;
    let line = |one: &hrc_domain::Source| source_line(&record.id, one);
    let style = if text.contains('\n') { ParagraphStyle::Item } else { ParagraphStyle::Plain };
    // An anchor of a file may hold anything, and stands in a slide's name.
    let plain = |c: &char| c.is_ascii_alphanumeric() || "-._".contains(*c);
    let name: String = anchor.chars().filter(plain).take(120).collect();
    text_pages(&passages_from(text, style, Some(anchor), &[]), &Cited::new())
        .into_iter()
        .map(|page| {
            let content = SlideContent::Text { paragraphs: page.paragraphs };
            Draft {
                name: format!("practitioner.{name}"),
                heading: practitioner_heading(heading, language),
                sources: sources.iter().map(line).collect(),
                practitioner: true,
                ..Draft::new(Part::Practitioner, content, language)
            }
        })
        .collect()
}

/// The sources with their addresses in full. More than a slide of them is for those who ask.
pub(crate) fn sources(cited: &[SourceLine], language: &Language) -> Vec<Draft> {
    let height = |one: &SourceLine| {
        let words = format!("{}, {}", one.title, one.publisher);
        let address = one.url.as_ref().map_or(0, |url| lines(url, SOURCE_WIDTH));
        lines(&words, SOURCE_WIDTH) + address
    };
    pages(cited, SOURCE_LINES, |page| page.iter().map(|one| height(one)).sum(), |_| false)
        .into_iter()
        .enumerate()
        .map(|(at, page)| {
            let sources = page.into_iter().cloned().collect();
            let content = SlideContent::Sources { sources };
            Draft { spare: at > 0, ..Draft::new(Part::Sources, content, language) }
        })
        .collect()
}

fn found(date: &Finding<PartialDate>) -> Option<PartialDate> {
    match date {
        Finding::Found(date) => Some(date.clone()),
        Finding::NotFound => None,
    }
}
