//! How much stands on a slide: what can be read from the last row.
//!
//! Letters three hundredths of the slide's width leave about eight lines of 45. Measured in words set into
//! lines, not in pixels: the same deck is drawn by a window and by a printer, which both have a
//! little room to spare. Nothing is ever cut: what does not fit goes on on the next slide, at the end of a
//! sentence. A single sentence longer than a slide stands alone.

use hrc_domain::deck::{ParagraphStyle, SlideParagraph};
use std::collections::HashMap;

/// How many letters a line of running text has.
pub const WIDTH: usize = 45;
/// How many lines of running text a slide has.
pub const LINES: usize = 8;

/// How many lines of this width a text takes, set word by word.
pub fn lines(text: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used == 0 {
            used = length;
        } else if used + 1 + length <= width {
            used += 1 + length;
        } else {
            lines += 1;
            used = length;
        }
        // A word longer than a line, such as an address, is broken.
        lines += (used.max(1) - 1) / width.max(1);
        used = if used > width { used % width.max(1) } else { used };
    }
    lines
}

/// A paragraph as it stands in a text, line by line.
pub(crate) struct Passage {
    pub style: ParagraphStyle,
    pub text: String,
    pub anchor: Option<String>,
    pub sources: Vec<String>,
}

/// A page of running text with the sources it stands on.
pub(crate) struct TextPage {
    pub paragraphs: Vec<SlideParagraph>,
    pub sources: Vec<String>,
}

/// Half a line between two paragraphs, so that things are counted in halves.
const GAP: usize = 1;
const FULL: usize = LINES * 2 + 2 * GAP;

/// The sources by the sentence they are cited for.
pub(crate) type Cited = HashMap<String, Vec<String>>;

/// Sets paragraphs into as few pages as hold them, filled evenly.
pub(crate) fn text_pages(passages: &[Passage], cited: &Cited) -> Vec<TextPage> {
    let pieces: Vec<Piece<'_>> = passages
        .iter()
        .enumerate()
        .flat_map(|(at, passage)| {
            let above = at.checked_sub(1).and_then(|above| passages.get(above));
            let headed = above.is_some_and(|above| above.style == ParagraphStyle::Subheading);
            // A heading takes its line and the space below it.
            pieces(at, passage, if headed { LINES - 2 } else { LINES })
        })
        .collect();
    let cost = |run: &[&Piece<'_>]| {
        let paragraphs = joined(run);
        let lines: usize = paragraphs.iter().map(|p| lines(&p.text, WIDTH)).sum();
        lines * 2 + paragraphs.len().saturating_sub(1) * GAP
    };
    let glued = |piece: &Piece<'_>| piece.passage.style == ParagraphStyle::Subheading;
    pages(&pieces, FULL, cost, glued)
        .into_iter()
        .map(|run| {
            let mut sources: Vec<String> = Vec::new();
            for piece in &run {
                // What is not known of a sentence is known of its paragraph.
                let whole = &piece.passage.sources;
                let of_it = hrc_markup::sentences(&piece.text);
                let ids = of_it.iter().flat_map(|one| cited.get(*one).unwrap_or(whole));
                for id in ids {
                    if !sources.contains(id) {
                        sources.push(id.clone());
                    }
                }
            }
            TextPage { paragraphs: joined(&run), sources }
        })
        .collect()
}

/// A paragraph that fits, or a sentence of one that does not.
struct Piece<'a> {
    /// Which paragraph.
    at: usize,
    passage: &'a Passage,
    text: String,
    begins: bool,
}

fn pieces(at: usize, passage: &Passage, room: usize) -> Vec<Piece<'_>> {
    if lines(&passage.text, WIDTH) <= room {
        return vec![Piece { at, passage, text: passage.text.clone(), begins: true }];
    }
    let sentences = hrc_markup::sentences(&passage.text);
    let piece =
        |(n, text): (usize, &str)| Piece { at, passage, text: text.to_owned(), begins: n == 0 };
    sentences.into_iter().enumerate().map(piece).collect()
}

/// Pieces of one paragraph are one again where they stand together.
fn joined(run: &[&Piece<'_>]) -> Vec<SlideParagraph> {
    let mut paragraphs: Vec<SlideParagraph> = Vec::new();
    let mut last = None;
    for piece in run {
        match paragraphs.last_mut().filter(|_| last == Some(piece.at)) {
            Some(paragraph) => {
                paragraph.text.push(' ');
                paragraph.text.push_str(&piece.text);
            }
            None => paragraphs.push(SlideParagraph {
                style: piece.passage.style,
                text: piece.text.clone(),
                continued: !piece.begins,
                anchor: piece.passage.anchor.clone(),
            }),
        }
        last = Some(piece.at);
    }
    paragraphs
}

/// Cuts a row of things into as few pages as hold them, filled evenly. Nothing is left out: what is alone
/// too large for a page has one of its own. What is glued is never the last on its page.
pub(crate) fn pages<'a, T>(
    things: &'a [T],
    full: usize,
    cost: impl Fn(&[&'a T]) -> usize,
    glued: impl Fn(&T) -> bool,
) -> Vec<Vec<&'a T>> {
    let least = fill(things, full, &cost, &glued);
    // The last page would often hold one line: the same number of pages, each as full as the others.
    (1..full)
        .map(|limit| fill(things, limit, &cost, &glued))
        .find(|even| even.len() == least.len() && even.iter().all(|page| cost(page) <= full))
        .unwrap_or(least)
}

fn fill<'a, T>(
    things: &'a [T],
    limit: usize,
    cost: &impl Fn(&[&'a T]) -> usize,
    glued: &impl Fn(&T) -> bool,
) -> Vec<Vec<&'a T>> {
    let mut pages: Vec<Vec<&'a T>> = Vec::new();
    let mut page: Vec<&'a T> = Vec::new();
    for thing in things {
        page.push(thing);
        if page.len() < 2 || cost(&page) <= limit {
            continue;
        }
        let mut next = vec![thing];
        page.pop();
        while page.len() > 1 && page.last().is_some_and(|last| glued(last)) {
            next.extend(page.pop());
        }
        next.reverse();
        // A heading alone with something too large for a page stays with it.
        if page.iter().all(|one| glued(one)) {
            page.extend(next);
            continue;
        }
        pages.push(std::mem::replace(&mut page, next));
    }
    if !page.is_empty() {
        pages.push(page);
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn plain(text: &str) -> Passage {
        let style = ParagraphStyle::Plain;
        Passage { style, text: text.to_owned(), anchor: None, sources: Vec::new() }
    }

    #[test]
    fn words_are_set_into_lines() {
        for (text, expected) in [
            ("", 1),
            ("one", 1),
            (&"word ".repeat(9), 1),
            (&"word ".repeat(10), 2),
            (&"x".repeat(46), 2),
            (&"x".repeat(45), 1),
        ] {
            assert_eq!(lines(text, WIDTH), expected, "{text:?} in lines of {WIDTH}");
        }
    }

    #[test]
    fn a_long_paragraph_goes_on_at_the_end_of_a_sentence() {
        let sentence = "The council voted for it in the second year.";
        let text = [sentence; 12].join(" ");
        let pages = text_pages(&[plain(&text)], &Cited::new());
        assert_eq!(pages.len(), 2, "twelve lines are two slides");
        for (n, page) in pages.iter().enumerate() {
            let paragraph = page.paragraphs.first().unwrap();
            assert!(paragraph.text.ends_with("year."), "a sentence is never cut: {paragraph:?}");
            assert_eq!(paragraph.continued, n > 0, "the second slide says that it goes on");
            assert_eq!(lines(&paragraph.text, WIDTH), 6, "and both are as full");
        }
    }

    #[test]
    fn a_heading_does_not_stand_alone_at_the_foot() {
        let heading = Passage { style: ParagraphStyle::Subheading, ..plain("Monitoring") };
        let long = "The council voted for it in the second year.".to_owned() + " Again so.";
        let passages: Vec<Passage> = std::iter::repeat_n((), 5)
            .map(|()| plain(&long))
            .chain([heading])
            .chain(std::iter::repeat_n((), 4).map(|()| plain(&long)))
            .collect();
        for page in text_pages(&passages, &Cited::new()) {
            let last = page.paragraphs.last().unwrap();
            assert_ne!(last.style, ParagraphStyle::Subheading, "its text is on the next slide");
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_overflows(texts in prop::collection::vec("([A-Z][a-z]{1,12}( [a-z]{1,14}){0,30}\\. ?){1,8}", 0..8)) {
            let passages: Vec<Passage> = texts.iter().map(|text| plain(text.trim())).collect();
            let pages = text_pages(&passages, &Cited::new());
            let shown: Vec<&str> = pages
                .iter()
                .flat_map(|page| &page.paragraphs)
                .flat_map(|paragraph| paragraph.text.split_whitespace())
                .collect();
            let written: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
            prop_assert_eq!(shown, written, "every word is shown, in its order");
            for page in &pages {
                let height: usize =
                    page.paragraphs.iter().map(|p| lines(&p.text, WIDTH) * 2 + GAP).sum();
                let single = page.paragraphs.len() == 1
                    && page.paragraphs.iter().all(|p| hrc_markup::sentences(&p.text).len() == 1);
                prop_assert!(height - GAP <= FULL || single, "a slide of {} half lines", height);
            }
        }
    }
}
