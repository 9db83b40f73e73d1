//! Events as plain lines: one a paragraph, list item, table row or heading.
//!
//! The text of a block, the hash in its anchor, the search index and the checker all see these
//! lines, each character with its place in the source. Cutting lines into sentences is in
//! `sentences`.

use crate::events::{Element, Event, Located};
use hrc_domain::RecordId;

/// What a line was in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineKind {
    Prose,
    Row,
    Heading,
    TableHead,
    Code,
}

/// A line of plain text that remembers where it came from.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub kind: LineKind,
    pub text: String,
    /// Where in `text` a run begins, and at which byte of the source.
    runs: Vec<(usize, usize)>,
    /// Which source is cited after how many bytes of `text`, and at which byte of the source.
    pub cites: Vec<(usize, RecordId, usize)>,
    /// After how many bytes of `text` a link to a record begins.
    pub pointers: Vec<usize>,
}

impl Line {
    fn new(kind: LineKind) -> Self {
        let (text, runs) = (String::new(), Vec::new());
        Self { kind, text, runs, cites: Vec::new(), pointers: Vec::new() }
    }

    /// The byte of the source that the character at this byte of the text came from, as near as
    /// escapes and entities allow.
    pub(crate) fn source_offset(&self, at: usize) -> usize {
        let run = self.runs.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        self.runs.get(run).map_or(0, |(start, source)| source + at.saturating_sub(*start))
    }

    fn add(&mut self, text: &str, offset: usize) {
        self.runs.push((self.text.len(), offset));
        self.text.push_str(text);
    }

    fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(char::is_whitespace) {
            self.text.push(' ');
        }
    }

    fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.cites.is_empty()
    }
}

/// The lines of a stream, in order. Lines without a character or a citation are left out.
pub(crate) fn lines(events: &[Located]) -> Vec<Line> {
    let mut done = Vec::new();
    let mut line = Line::new(LineKind::Prose);
    // A row is one line although its cells open and close, so cells never end a line.
    for Located { event, offset } in events {
        match event {
            Event::Start(Element::Link(crate::events::Target::Record { .. })) => {
                line.pointers.push(line.text.len());
            }
            Event::Start(element) | Event::End(element) if element.is_inline() => {}
            Event::Start(Element::Cell { .. }) => {
                if !line.text.is_empty() {
                    line.text.truncate(line.text.trim_end().len());
                    line.text.push_str(" | ");
                }
            }
            Event::End(Element::Cell { .. }) => {}
            Event::Start(element) => {
                let next = Line::new(kind(element));
                finish(std::mem::replace(&mut line, next), &mut done);
            }
            Event::End(_) => {
                let next = Line::new(LineKind::Prose);
                finish(std::mem::replace(&mut line, next), &mut done);
            }
            Event::Text(text) | Event::Code(text) => line.add(text, *offset),
            Event::Break => line.space(),
            Event::Cite(id) => line.cites.push((line.text.len(), id.clone(), *offset)),
        }
    }
    finish(line, &mut done);
    done
}

fn kind(element: &Element) -> LineKind {
    match element {
        Element::Heading(_) => LineKind::Heading,
        Element::Row { head: true } => LineKind::TableHead,
        Element::Row { head: false } => LineKind::Row,
        Element::Pre => LineKind::Code,
        _ => LineKind::Prose,
    }
}

fn finish(mut line: Line, done: &mut Vec<Line>) {
    line.text.truncate(line.text.trim_end().len());
    if !line.is_empty() {
        done.push(line);
    }
}

/// The lines as one text.
pub(crate) fn joined(events: &[Located]) -> String {
    let lines = lines(events);
    let texts: Vec<&str> = lines.iter().map(|l| l.text.trim()).filter(|t| !t.is_empty()).collect();
    texts.join("\n")
}
