//! Anchors that survive edits: how they are given and how they are found again.
//!
//! An anchor holds three things that rarely change at once: the heading, the place under it and a
//! hash of the words. A note on a paragraph finds it after the paragraph has moved (by its hash),
//! after it has been reworded (by its place), or at least its section.

use hrc_domain::Block;
use std::collections::{HashMap, HashSet};

/// The section of the blocks before the first heading. No heading gets this slug.
pub(crate) const TOP: &str = "top";

/// Gives out anchors that are unique within a text.
pub(crate) struct Namer {
    taken: HashSet<String>,
    /// The next number to try for a heading's words.
    numbers: HashMap<String, usize>,
    blocks: HashMap<String, usize>,
}

impl Namer {
    pub(crate) fn new() -> Self {
        Self {
            taken: HashSet::from([TOP.to_owned()]),
            numbers: HashMap::new(),
            blocks: HashMap::new(),
        }
    }

    /// The slug of a heading: its words, and a number where another heading has the same.
    pub(crate) fn heading(&mut self, text: &str) -> String {
        let words = slug(text);
        let mut name = words.clone();
        let next = self.numbers.entry(words.clone()).or_insert(2);
        while !self.taken.insert(name.clone()) {
            name = format!("{words}-{next}");
            *next += 1;
        }
        name
    }

    /// The anchor of the next block under this heading.
    pub(crate) fn block(&mut self, heading: &str, text: &str) -> String {
        let ordinal = self.blocks.entry(heading.to_owned()).or_insert(0);
        *ordinal += 1;
        let hash = blake3::hash(text.as_bytes()).to_hex();
        format!("{heading}.{ordinal}.{}", hash.get(..8).unwrap_or_default())
    }
}

/// The words of a heading as they stand in an address: ASCII, lower case, hyphens.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for c in deunicode::deunicode(text).chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
        if slug.len() >= 60 {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

/// The block an anchor means: the very one, else the one with the same words, else the one at the
/// same place, else the heading it stood under.
pub fn find<'a>(blocks: &'a [Block], anchor: &str) -> Option<&'a Block> {
    let (place, hash) = anchor.rsplit_once('.').unwrap_or((anchor, ""));
    let (heading, _) = place.rsplit_once('.').unwrap_or((place, ""));
    let same_words = |b: &Block| b.anchor.rsplit_once('.').is_some_and(|(_, h)| h == hash);
    let same_place = |b: &Block| b.anchor.rsplit_once('.').is_some_and(|(p, _)| p == place);
    let same_section = |b: &Block| b.anchor.split('.').next() == Some(heading);
    let first = |fits: &dyn Fn(&Block) -> bool| blocks.iter().find(|b| fits(b));
    first(&|b| b.anchor == anchor)
        // Words that stand in several sections are looked for in their own one first.
        .or_else(|| first(&|b| same_section(b) && same_words(b)))
        .or_else(|| first(&same_words))
        .or_else(|| first(&same_place))
        .or_else(|| first(&|b| b.anchor == heading))
}
