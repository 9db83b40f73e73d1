//! Blocks before they are numbered and written: which events belong together.
//!
//! Joining two depths of a text happens between this step and the next, so that citations can be
//! numbered in the order in which they are finally read (see `render`).

use crate::events::{Element, Event, Located};
use crate::lines;
use hrc_domain::block::BlockKind;

/// One block, not yet written.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub kind: BlockKind,
    pub events: Vec<Located>,
    pub text: String,
    pub practitioner: bool,
}

impl Draft {
    /// The level of a heading; none for every other block.
    pub(crate) fn level(&self) -> Option<u8> {
        match self.events.first()?.event {
            Event::Start(Element::Heading(level)) => Some(level),
            _ => None,
        }
    }

    /// Where it begins in the source.
    pub(crate) fn offset(&self) -> usize {
        self.events.first().map_or(0, |e| e.offset)
    }
}

/// The blocks of a text. A block without a word, such as an empty quotation, is none.
pub(crate) fn drafts(events: Vec<Located>, practitioner: bool) -> Vec<Draft> {
    let mut done = Vec::new();
    let mut current: Vec<Located> = Vec::new();
    let mut depth = 0_usize;
    for located in events {
        match located.event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        current.push(located);
        if depth == 0 {
            let events = std::mem::take(&mut current);
            let Some(kind) = events.first().and_then(kind) else { continue };
            let text = lines::joined(&events);
            let cites = events.iter().any(|e| matches!(e.event, Event::Cite(_)));
            if cites || !text.is_empty() {
                done.push(Draft { kind, events, text, practitioner });
            }
        }
    }
    done
}

fn kind(first: &Located) -> Option<BlockKind> {
    let Event::Start(element) = &first.event else { return None };
    match element {
        Element::Heading(2) => Some(BlockKind::Heading),
        Element::Heading(_) => Some(BlockKind::Subheading),
        Element::List(_) => Some(BlockKind::List),
        Element::Quote => Some(BlockKind::Quote),
        Element::Table => Some(BlockKind::Table),
        Element::Pre => Some(BlockKind::Code),
        _ => Some(BlockKind::Paragraph),
    }
}
