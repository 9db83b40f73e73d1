//! A text, or the two depths of one, as blocks.

use crate::anchors::{Namer, TOP, slug};
use crate::draft::{Draft, drafts};
use crate::events::{Event, stream};
use crate::html::{self, Numbers};
use crate::lines;
use hrc_domain::Block;
use hrc_domain::block::BlockKind;

/// The blocks of a text.
pub fn render(markdown: &str) -> Vec<Block> {
    render_both(markdown, "")
}

/// The blocks of a text at both depths.
///
/// A practitioner section whose heading the general text has too joins that section at its end
/// (what stands before the first heading joins what stands there); the other practitioner
/// sections follow the last general one. Sources are numbered through the whole. The general
/// blocks have the anchors that [`render`] gives them.
pub fn render_both(general: &str, practitioner: &str) -> Vec<Block> {
    let mut namer = Namer::new();
    let mut sections: Vec<Section> = split(drafts(stream(general).events, false))
        .into_iter()
        .map(|drafts| Section::new(drafts, &mut namer))
        .collect();
    let general_sections = sections.len();
    for drafts in split(drafts(stream(practitioner).events, true)) {
        let key = key(&drafts);
        match sections.iter_mut().take(general_sections).find(|s| s.key == key) {
            Some(section) => section.join(drafts, &mut namer),
            None => sections.push(Section::new(drafts, &mut namer)),
        }
    }
    let mut numbers = Numbers::default();
    sections.into_iter().flat_map(|s| s.blocks).map(|b| b.write(&mut numbers)).collect()
}

/// The text without any mark, one line a paragraph, heading, list item or table row.
pub fn plain(markdown: &str) -> String {
    lines::joined(&stream(markdown).events)
}

/// Cuts a text before its headings of level 2. The first piece is what stands before all of them
/// and may be empty.
fn split(drafts: Vec<Draft>) -> Vec<Vec<Draft>> {
    let mut pieces = vec![Vec::new()];
    for draft in drafts {
        if draft.kind == BlockKind::Heading {
            pieces.push(Vec::new());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(draft);
        }
    }
    pieces
}

/// What makes two sections the same: the words of the heading, whatever their case.
fn key(drafts: &[Draft]) -> Option<String> {
    drafts.first().filter(|d| d.kind == BlockKind::Heading).map(|d| slug(&d.text))
}

struct Section {
    key: Option<String>,
    /// Where a block stands that follows the heading of this section at once.
    opening: Place,
    blocks: Vec<Named>,
}

impl Section {
    fn new(drafts: Vec<Draft>, namer: &mut Namer) -> Self {
        let key = key(&drafts);
        let mut place = Place::top();
        let mut drafts = drafts.into_iter();
        let heading = key.as_ref().and_then(|_| drafts.next());
        let mut blocks: Vec<Named> = heading.into_iter().map(|d| place.name(d, namer)).collect();
        let opening = place.clone();
        blocks.extend(drafts.map(|d| place.name(d, namer)));
        Self { key, opening, blocks }
    }

    fn join(&mut self, drafts: Vec<Draft>, namer: &mut Namer) {
        let heading = usize::from(self.key.is_some());
        let mut place = self.opening.clone();
        self.blocks.extend(drafts.into_iter().skip(heading).map(|d| place.name(d, namer)));
    }
}

/// Under which headings a block stands.
#[derive(Clone)]
struct Place {
    slug: String,
    /// The words of the heading of level 2.
    chapter: String,
    /// The words of the nearest heading.
    heading: String,
}

impl Place {
    fn top() -> Self {
        Self { slug: TOP.to_owned(), chapter: String::new(), heading: String::new() }
    }

    fn name(&mut self, draft: Draft, namer: &mut Namer) -> Named {
        match draft.kind {
            BlockKind::Heading | BlockKind::Subheading => {
                let chief = draft.kind == BlockKind::Heading;
                self.slug = namer.heading(&draft.text);
                self.heading.clone_from(&draft.text);
                let above = if chief { String::new() } else { self.chapter.clone() };
                if chief {
                    self.chapter.clone_from(&draft.text);
                }
                Named { anchor: self.slug.clone(), heading: above, draft }
            }
            _ => Named {
                anchor: namer.block(&self.slug, &draft.text),
                heading: self.heading.clone(),
                draft,
            },
        }
    }
}

/// A block that knows its anchor and waits for the numbers of its sources.
struct Named {
    anchor: String,
    heading: String,
    draft: Draft,
}

impl Named {
    fn write(self, numbers: &mut Numbers) -> Block {
        let Draft { kind, events, text, practitioner } = self.draft;
        let mut sources: Vec<String> = Vec::new();
        for located in &events {
            if let Event::Cite(id) = &located.event
                && !sources.iter().any(|s| s == id.as_str())
            {
                sources.push(id.to_string());
            }
        }
        Block {
            anchor: self.anchor,
            kind,
            html: html::write(&events, numbers),
            text,
            sources,
            heading: self.heading,
            practitioner,
        }
    }
}
