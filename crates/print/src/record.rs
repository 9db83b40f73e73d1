//! Records as parts of a document: the one somebody reads, or several to be given out.

use crate::facts;
use crate::flow;
use crate::notes::Notes;
use crate::sheet::{Fact, Inline, Node, Part, Sheet};
use crate::typesetting::PAGES;
use crate::words::Words;
use hrc_domain::reading::Reading;
use hrc_domain::workshop::ChosenParagraph;
use hrc_domain::{Block, Language, Record};

/// One record as it is read.
pub(crate) fn alone(reading: &Reading, practitioner: bool, words: &Words) -> Sheet {
    let blocks = reading.blocks.iter().filter(|block| practitioner || !block.practitioner);
    let mut part = part(0, reading, blocks, words);
    part.questions.clear();
    Sheet::new(PAGES, part.title.clone(), vec![part], words)
}

/// Records to be given out, with what to ask the room and room for notes. Practitioners' paragraphs are
/// left out unless they were chosen.
pub(crate) fn handout(readings: &[Reading], chosen: &[ChosenParagraph], words: &Words) -> Sheet {
    let part = |(at, reading): (usize, &Reading)| {
        let blocks = reading.blocks.iter().filter(|block| {
            !block.practitioner || is_chosen(chosen, &reading.record, &block.anchor)
        });
        let mut part = part(at, reading, blocks, words);
        part.room = !part.questions.is_empty();
        part
    };
    let parts: Vec<Part> = readings.iter().enumerate().map(part).collect();
    let titles: Vec<&str> = parts.iter().map(|part| part.title.as_str()).collect();
    Sheet::new(PAGES, titles.join(", "), parts, words)
}

fn is_chosen(chosen: &[ChosenParagraph], record: &Record, anchor: &str) -> bool {
    chosen.iter().any(|one| one.record == record.id && one.anchor == anchor)
}

fn part<'a>(
    at: usize,
    reading: &'a Reading,
    blocks: impl Iterator<Item = &'a Block>,
    words: &Words,
) -> Part {
    let record = &reading.record;
    let mut notes = Notes::new(at, &record.sources, words);
    let mut nodes = facts::of(reading, &mut notes, words);
    nodes.extend(flow::nodes(whole_sections(blocks), 2, &mut notes));
    nodes.extend(rest(&notes, words));
    let (lead, lead_language) = lead(record, words);
    let presenting = record.presenting.clone().unwrap_or_default();
    let (title, title_language) = title(record, words.language());
    Part {
        language: record.language.clone(),
        title,
        title_language,
        kind: words.say(&format!("kind.{}", record.kind().as_str())).to_owned(),
        updated: words.fill("reader.updated", &[("date", &words.date(&record.updated))]),
        lead,
        lead_language,
        articles: record.facets.udhr.clone(),
        articles_said: articles(&record.facets.udhr, words),
        key_figure: presenting.key_figure,
        nodes,
        questions: presenting.questions,
        room: false,
    }
}

/// Blocks without the headings that nothing stands under any more: a section of the practitioners'
/// alone goes with its heading.
fn whole_sections<'a>(blocks: impl Iterator<Item = &'a Block>) -> Vec<&'a Block> {
    use hrc_domain::block::BlockKind::{Heading, Subheading};
    let mut kept: Vec<&Block> = Vec::new();
    let mut waiting: Vec<&Block> = Vec::new();
    for block in blocks {
        match block.kind {
            Heading => waiting = vec![block],
            Subheading => {
                waiting.retain(|one| one.kind == Heading);
                waiting.push(block);
            }
            _ => {
                kept.append(&mut waiting);
                kept.push(block);
            }
        }
    }
    kept
}

/// The title in the reader's language where there is one.
pub(crate) fn title(record: &Record, language: &Language) -> (String, Language) {
    match record.translations.get(language).and_then(|translation| translation.title.clone()) {
        Some(title) => (title, language.clone()),
        None => (record.title.clone(), record.language.clone()),
    }
}

/// The summary in the reader's language where there is one, and whether an editor has read it.
fn lead(record: &Record, words: &Words) -> (Vec<Inline>, Language) {
    let translation = record.translations.get(words.language());
    match translation.and_then(|one| one.summary.clone().map(|summary| (summary, one.reviewed))) {
        Some((summary, reviewed)) if *words.language() != record.language => {
            let mut lead = vec![Inline::s(summary)];
            if !reviewed {
                lead.push(Inline::Small { s: words.say("unreviewed").to_owned() });
            }
            (lead, words.language().clone())
        }
        _ => (vec![Inline::s(record.summary.clone())], record.language.clone()),
    }
}

fn articles(articles: &[u8], words: &Words) -> String {
    let numbers: Vec<String> = articles.iter().map(u8::to_string).collect();
    match numbers.is_empty() {
        true => String::new(),
        false => words.fill("print.articles", &[("articles", &numbers.join(", "))]),
    }
}

/// The sources that no line called by its number.
fn rest(notes: &Notes<'_>, words: &Words) -> Vec<Node> {
    let rest = notes.uncalled();
    if rest.is_empty() {
        return Vec::new();
    }
    let rows = rest.into_iter().map(|note| {
        let mut c = vec![match note.language {
            Some(language) => Inline::In { language, s: note.title },
            None => Inline::s(note.title),
        }];
        c.push(Inline::Small { s: note.grade });
        c.extend(note.url.map(|url| facts::address(&url)));
        vec![Node::P { c }]
    });
    let heading = words.say("print.more_sources").to_owned();
    vec![
        Node::Heading { level: 2, c: vec![Inline::s(heading)], ours: true },
        Node::List { start: None, items: rows.collect() },
    ]
}

/// Fields under a heading of their own, where there are any.
pub(crate) fn facts_node(rows: Vec<Fact>) -> Option<Node> {
    (!rows.is_empty()).then_some(Node::Facts { rows })
}
