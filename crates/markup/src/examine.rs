//! What a checker of authored texts asks: sentences with their sources, links, what is refused.
//!
//! Everything carries its byte in the source; turning bytes into lines, and knowing which sources
//! and records exist, is the checker's (`hrc-content`).

use crate::draft::{self, Draft};
use crate::events::{Refusal, stream};
use crate::lines::{Line, LineKind, lines};
use crate::sentences;
use hrc_domain::RecordId;

/// What stands in a text, place by place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examination {
    /// What the format does not have, and the byte where it stands.
    pub refused: Vec<(Refusal, usize)>,
    /// Headings with nothing below them, and the byte where each stands.
    pub empty_sections: Vec<(String, usize)>,
    /// Every citation in order.
    pub citations: Vec<Citation>,
    /// Every link to a record in order.
    pub mentions: Vec<Mention>,
    /// Every sentence, list item and table row; headings, column names and code are none.
    pub sentences: Vec<Sentence>,
}

/// A source cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The source's id.
    pub source: RecordId,
    /// The byte where the citation stands.
    pub offset: usize,
}

/// A record linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The record.
    pub id: RecordId,
    /// The byte where the link stands.
    pub offset: usize,
}

/// A sentence as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its words, without marks and citations.
    pub text: String,
    /// The byte where it begins.
    pub offset: usize,
    /// How many citations belong to it.
    pub sources: usize,
    /// The sources that are cited for it, in their order.
    pub cited: Vec<RecordId>,
    /// Whether it links to a record.
    pub points: bool,
}

/// Looks a text over.
pub fn examine(markdown: &str) -> Examination {
    let stream = stream(markdown);
    let lines = lines(&stream.events);
    let broken = lines.iter().filter(|l| l.kind != LineKind::Code).flat_map(broken_links);
    let mut refused: Vec<_> = stream.refused.into_iter().chain(broken).collect();
    refused.sort_by_key(|(_, at)| *at);
    let citation = |(_, source, offset): &(usize, RecordId, usize)| Citation {
        source: source.clone(),
        offset: *offset,
    };
    Examination {
        citations: lines.iter().flat_map(|l| l.cites.iter().map(citation)).collect(),
        sentences: lines.iter().flat_map(of_line).collect(),
        mentions: stream.mentions.into_iter().map(|(id, offset)| Mention { id, offset }).collect(),
        refused,
        empty_sections: empty_sections(&draft::drafts(stream.events, false)),
    }
}

/// What is left of a link that the parser gave up.
fn broken_links(line: &Line) -> Vec<(Refusal, usize)> {
    let ends = line.text.match_indices("](").map(|(at, _)| at);
    ends.map(|at| (Refusal::BrokenLink, line.source_offset(at))).collect()
}

fn of_line(line: &Line) -> Vec<Sentence> {
    let cuts = sentences::cut(line);
    let starts: Vec<usize> = cuts.iter().map(|c| c.start).collect();
    let sentence = |(n, cut): (usize, &sentences::Cut)| {
        // What stands between this sentence and the next belongs to this one.
        let until = starts.get(n + 1).copied().unwrap_or(usize::MAX);
        let after_start = |at: usize| at > cut.start || n == 0;
        let cites = line.cites.iter().filter(|(at, ..)| after_start(*at) && *at <= until);
        let cited: Vec<RecordId> = cites.map(|(_, source, _)| source.clone()).collect();
        let points = line.pointers.iter().any(|at| *at >= cut.start && *at < cut.end);
        Sentence {
            text: line.text.get(cut.clone()).unwrap_or_default().to_owned(),
            offset: line.source_offset(cut.start),
            sources: cited.len(),
            cited,
            points,
        }
    };
    cuts.iter().enumerate().map(sentence).collect()
}

/// Headings that no block follows before the next heading of their own or a higher level.
fn empty_sections(drafts: &[Draft]) -> Vec<(String, usize)> {
    let is_empty = |(n, draft): &(usize, &Draft)| {
        let next = drafts.get(n + 1);
        let closed_by = |level: u8| next.is_none_or(|d| d.level().is_some_and(|l| l <= level));
        draft.level().is_some_and(closed_by)
    };
    let found = drafts.iter().enumerate().filter(is_empty);
    found.map(|(_, d)| (d.text.clone(), d.offset())).collect()
}
