//! A record's text by the parts of a talk: which heading belongs to which part, and the slides of each.

use crate::draft::{Draft, phrase, source};
use crate::paging::{Cited, Passage, TextPage, lines, pages, text_pages};
use hrc_domain::block::BlockKind;
use hrc_domain::deck::{ParagraphStyle, Part, Phrase, SlideContent};
use hrc_domain::record::Kind;
use hrc_domain::{Block, Record, RecordId};

/// How wide and high a table is, in letters and lines of its smaller type.
const TABLE_WIDTH: usize = 58;
const TABLE_LINES: usize = 12;

/// The headings of authored texts that say which part a chapter is; the others are sections.
const CHAPTERS: [(&str, Part); 30] = [
    ("the-decision", Part::Context),
    ("what-it-is", Part::Context),
    ("what-it-does", Part::Context),
    ("how-it-came-about", Part::Context),
    ("when-it-began", Part::Context),
    ("structures", Part::WhatWasDone),
    ("programmes", Part::WhatWasDone),
    ("monitoring", Part::WhatWasDone),
    ("how-it-works", Part::WhatWasDone),
    ("how-cities-used-it", Part::WhatWasDone),
    ("results", Part::Results),
    ("results-in-figures", Part::Results),
    ("what-came-of-it", Part::Results),
    ("what-followed", Part::Results),
    ("criticism", Part::WhatDidNotWork),
    ("criticism-and-limits", Part::WhatDidNotWork),
    ("doubts-and-criticism", Part::WhatDidNotWork),
    ("limits", Part::WhatDidNotWork),
    ("obstacles", Part::WhatDidNotWork),
    ("what-did-not-work", Part::WhatDidNotWork),
    ("what-did-not-work-and-obstacles", Part::WhatDidNotWork),
    ("what-another-city-can-take-from-it", Part::WhatYouNeed),
    ("what-another-city-needs-to-take-it-up", Part::WhatYouNeed),
    ("what-a-city-can-get-from-it", Part::WhatYouNeed),
    ("what-a-city-can-learn-from-it", Part::WhatYouNeed),
    ("what-a-city-can-take-from-it", Part::WhatYouNeed),
    ("what-a-city-can-use", Part::WhatYouNeed),
    ("what-it-means-for-a-town-hall", Part::WhatYouNeed),
    ("what-a-town-hall-can-do", Part::WhatYouNeed),
    ("what-to-do-next", Part::WhatYouNeed),
];

/// What closes a record though it is no lesson: it stands last.
const LATE: [&str; 6] = [
    "gaps-in-the-sources",
    "what-was-not-found",
    "limits-of-what-we-know",
    "what-our-sources-do-not-show",
    "what-nobody-has-shown",
    "what-remains-open",
];

/// A record with what is cited for each of its sentences.
type Text<'a> = (&'a Record, &'a Cited);

fn cited(record: &Record) -> Cited {
    let sentences = hrc_markup::examine(&record.body).sentences.into_iter();
    let ids = |cited: Vec<RecordId>| cited.into_iter().map(String::from).collect();
    sentences.map(|sentence| (sentence.text, ids(sentence.cited))).collect()
}

/// What stands between two headings.
struct Chapter {
    slug: String,
    heading: String,
    part: Part,
    blocks: Vec<Block>,
}

/// The slides of the record's text, part by part.
pub(crate) struct Told {
    drafts: Vec<Draft>,
}

impl Told {
    /// Reads the record's general text.
    pub(crate) fn of(record: &Record) -> Self {
        let chapters = chapters(record);
        let cited = cited(record);
        let mut drafts = Vec::new();
        for part in [Part::Context, Part::WhatWasDone, Part::Results] {
            drafts.extend(part_slides((record, &cited), part, &chapters));
        }
        drafts.extend(quotations(record, &chapters));
        for chapter in chapters.iter().filter(|chapter| chapter.part == Part::Section) {
            let mut slides = chapter_slides((record, &cited), Part::Section, &[chapter]);
            for slide in &mut slides {
                slide.name = format!("section.{}", chapter.slug);
                slide.heading = Some(phrase(&chapter.heading, &record.language));
            }
            drafts.extend(slides);
        }
        for part in [Part::WhatDidNotWork, Part::WhatYouNeed] {
            drafts.extend(part_slides((record, &cited), part, &chapters));
        }
        Self { drafts }
    }

    /// Hands out the sections that close the record.
    pub(crate) fn take_late(&mut self) -> Vec<Draft> {
        let late = |draft: &Draft| LATE.iter().any(|slug| draft.name == format!("section.{slug}"));
        self.drafts.extract_if(.., |draft| late(draft)).collect()
    }

    /// Hands out the slides of this part.
    pub(crate) fn take(&mut self, part: Part) -> Vec<Draft> {
        self.drafts.extract_if(.., |draft| draft.part == part).collect()
    }
}

fn chapters(record: &Record) -> Vec<Chapter> {
    let mut chapters = vec![Chapter {
        slug: "top".to_owned(),
        heading: String::new(),
        part: Part::Context,
        blocks: Vec::new(),
    }];
    for block in hrc_markup::render(&record.body) {
        if block.kind == BlockKind::Heading {
            let part = part_of(record.kind(), &block.anchor);
            chapters.push(Chapter {
                slug: block.anchor,
                heading: block.text,
                part,
                blocks: Vec::new(),
            });
        } else if let Some(chapter) = chapters.last_mut() {
            chapter.blocks.push(block);
        }
    }
    chapters
}

/// An answer and a term are short, and their headings are their own.
fn part_of(kind: Kind, slug: &str) -> Part {
    let known = CHAPTERS.iter().find(|(heading, _)| *heading == slug).map(|(_, part)| *part);
    match kind {
        Kind::Answer | Kind::Term => Part::Section,
        _ => known.unwrap_or(Part::Section),
    }
}

fn part_slides(text: Text<'_>, part: Part, chapters: &[Chapter]) -> Vec<Draft> {
    let chapters: Vec<&Chapter> = chapters.iter().filter(|chapter| chapter.part == part).collect();
    chapter_slides(text, part, &chapters)
}

fn chapter_slides(text: Text<'_>, part: Part, chapters: &[&Chapter]) -> Vec<Draft> {
    // Where several chapters make a part, each says what it is about.
    let several = chapters.iter().filter(|chapter| !chapter.heading.is_empty()).count() > 1;
    let mut drafts = Vec::new();
    let mut passages = Vec::new();
    for chapter in chapters {
        if several && !chapter.heading.is_empty() && !chapter.blocks.is_empty() {
            passages.push(Passage {
                style: ParagraphStyle::Subheading,
                text: chapter.heading.clone(),
                anchor: Some(chapter.slug.clone()),
                sources: Vec::new(),
            });
        }
        for block in &chapter.blocks {
            match block.kind {
                BlockKind::Quote => {}
                BlockKind::Table => {
                    drafts.extend(text_slides(text, part, std::mem::take(&mut passages)));
                    drafts.extend(table_slides(text, part, block));
                }
                _ => passages.extend(passages_of(block)),
            }
        }
    }
    drafts.extend(text_slides(text, part, passages));
    drafts
}

/// The paragraphs of a block, each line one.
fn passages_of(block: &Block) -> Vec<Passage> {
    let style = match block.kind {
        BlockKind::List => ParagraphStyle::Item,
        BlockKind::Subheading | BlockKind::Heading => ParagraphStyle::Subheading,
        _ => ParagraphStyle::Plain,
    };
    passages_from(&block.text, style, Some(&block.anchor), &block.sources)
}

/// Lines as paragraphs of one style.
pub(crate) fn passages_from(
    text: &str,
    style: ParagraphStyle,
    anchor: Option<&str>,
    sources: &[String],
) -> Vec<Passage> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|line| Passage {
            style,
            text: line.to_owned(),
            anchor: anchor.map(ToOwned::to_owned),
            sources: sources.to_vec(),
        })
        .collect()
}

fn text_slides((record, cited): Text<'_>, part: Part, passages: Vec<Passage>) -> Vec<Draft> {
    // Headings alone say nothing.
    if passages.iter().all(|passage| passage.style == ParagraphStyle::Subheading) {
        return Vec::new();
    }
    let slide = |TextPage { paragraphs, sources }| {
        Draft::new(part, SlideContent::Text { paragraphs }, &record.language)
            .citing(record, &sources)
    };
    text_pages(&passages, cited).into_iter().map(slide).collect()
}

fn table_slides((record, cited): Text<'_>, part: Part, block: &Block) -> Vec<Draft> {
    let mut lines_of = block.text.lines();
    let columns: Vec<String> =
        lines_of.next().unwrap_or_default().split(" | ").map(ToOwned::to_owned).collect();
    let width = columns.len();
    let rows: Vec<(&str, Vec<String>)> = lines_of
        .map(|line| {
            let mut cells: Vec<String> = line.splitn(width, " | ").map(ToOwned::to_owned).collect();
            cells.resize(width, String::new());
            (line, cells)
        })
        .collect();
    let height = |row: &Vec<String>| {
        row.iter().map(|cell| lines(cell, TABLE_WIDTH / width.max(1))).max().unwrap_or(1)
    };
    let full = TABLE_LINES.saturating_sub(height(&columns));
    pages(&rows, full, |page| page.iter().map(|(_, row)| height(row)).sum(), |_| false)
        .into_iter()
        .map(|page| {
            let of_it: Vec<String> = page
                .iter()
                .flat_map(|(line, _)| cited.get(*line).unwrap_or(&block.sources))
                .cloned()
                .collect();
            let rows = page.into_iter().map(|(_, row)| row.clone()).collect();
            let content = SlideContent::Table { columns: columns.clone(), rows };
            Draft::new(part, content, &record.language).citing(record, &of_it)
        })
        .collect()
}

fn quotations(record: &Record, chapters: &[Chapter]) -> Vec<Draft> {
    let quotes = chapters.iter().flat_map(|chapter| &chapter.blocks);
    quotes
        .filter(|block| block.kind == BlockKind::Quote)
        .map(|block| {
            let source = block.sources.first().and_then(|id| source(record, id));
            let content =
                SlideContent::Quotation { text: block.text.clone(), source, article: None };
            Draft::new(Part::Quotation, content, &record.language).citing(record, &block.sources)
        })
        .collect()
}

/// The heading of what practitioners know.
pub(crate) fn practitioner_heading(
    heading: &str,
    language: &hrc_domain::Language,
) -> Option<Phrase> {
    (!heading.is_empty()).then(|| phrase(heading, language))
}
