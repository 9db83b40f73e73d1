//! The passages that answer a query, shortened around what matched.

use super::marking::{Mark, Marker, boundary, one_line, spans};
use super::stems::Stems;
use crate::store::StoredPassage;
use hrc_domain::Language;
use hrc_domain::search::{Passage, Span};
use std::ops::Range;

/// Characters a passage is shortened to.
const LENGTH: usize = 220;

/// Characters kept before the first match.
const BEFORE: usize = 60;

/// Characters a cut may move to fall between words.
const SEARCHED: usize = 24;

/// Below this many characters a passage is a heading or a list item, which says little alone.
const TERSE: usize = 40;

/// The best one or two passages, best first; none when nothing matches.
pub fn best(
    passages: &[StoredPassage],
    language: &Language,
    marker: &Marker,
    stems: &mut Stems,
) -> Vec<Passage> {
    let mut marked = |alike: bool| {
        let marks = passages.iter().map(|passage| match alike {
            true => marker.alike(&passage.text),
            false => marker.marks(&passage.text, language.as_str(), stems),
        });
        let marked = passages.iter().zip(marks).filter(|(_, marks)| !marks.is_empty());
        marked.map(|(p, marks)| (score(&p.text, &marks), p, marks)).collect::<Vec<_>>()
    };
    let mut matching = marked(false);
    if matching.is_empty() {
        matching = marked(true);
    }
    // The sort is stable: of equals, the earlier in the text comes first.
    matching.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
    let enough = matching.first().map_or(0, |(best, ..)| best / 2);
    let shown = matching.into_iter().take(2).filter(|(score, ..)| *score >= enough);
    shown
        .map(|(_, passage, marks)| Passage {
            anchor: passage.anchor.clone(),
            heading: passage.heading.clone(),
            language: language.clone(),
            practitioner: passage.practitioner,
            text: shortened(&passage.text, &marks),
        })
        .collect()
}

/// How well a passage answers: first how many of the words, then how surely, then how often.
fn score(text: &str, marks: &[Mark]) -> u32 {
    let terse = if text.len() < TERSE { 5 } else { 0 };
    (variety(marks) * 10 + (marks.len() as u32).min(6)).saturating_sub(terse)
}

/// The words matched, each with its surest match.
fn variety(marks: &[Mark]) -> u32 {
    let all = marks.iter().fold(0, |all, mark| all | mark.asked);
    let surest =
        |bit: u64| marks.iter().filter(|m| m.asked & bit != 0).map(|m| m.weight).max().unwrap_or(0);
    (0..u64::BITS).map(|n| 1 << n).filter(|bit| all & bit != 0).map(surest).sum()
}

/// A text around its matches, cut between words.
pub fn shortened(text: &str, marks: &[Mark]) -> Vec<Span> {
    let text = one_line(text);
    let letters = text.chars().count();
    if letters <= LENGTH + BEFORE / 3 {
        return spans(&text, 0..text.len(), marks);
    }
    // Lengths are counted in characters but cut in bytes; within one text the two go together.
    let bytes = |letters_wanted: usize| letters_wanted * text.len() / letters;
    let window = densest(marks, bytes(LENGTH - BEFORE));
    let before = bytes(BEFORE).min((bytes(LENGTH)).saturating_sub(window.len()));
    let start = cut(&text, window.start.saturating_sub(before), bytes(SEARCHED), true);
    let start = start.min(boundary(&text, floor(&text, window.start), false));
    let end = cut(&text, start + bytes(LENGTH), bytes(SEARCHED), false);
    let end = end.max(boundary(&text, floor(&text, window.end), true)).min(text.len());
    let piece = trimmed(&text, start..end);
    let mut spans = spans(&text, piece.clone(), marks);
    if piece.start > 0 {
        match spans.first_mut().filter(|span| !span.hit) {
            Some(first) => first.text.insert_str(0, "… "),
            None => spans.insert(0, Span { text: "… ".to_owned(), hit: false }),
        }
    }
    if piece.end < text.trim_end().len() {
        match spans.last_mut().filter(|span| !span.hit) {
            Some(last) => last.text.push_str(" …"),
            None => spans.push(Span { text: " …".to_owned(), hit: false }),
        }
    }
    spans
}

/// The stretch, at most this long, that has the greatest variety of matches; the first of equals.
fn densest(marks: &[Mark], most: usize) -> Range<usize> {
    let mut best = (0, 0..0);
    for (n, first) in marks.iter().enumerate() {
        let near =
            marks[n..].iter().take_while(|mark| mark.end <= first.start + most).count().max(1);
        let inside = &marks[n..n + near];
        let worth = variety(inside) * 10 + inside.len() as u32;
        if worth > best.0 {
            let end = inside.last().map_or(first.end, |last| last.end);
            best = (worth, first.start..end);
        }
    }
    best.1
}

/// A place near this one between two words; where there is none, between two characters.
fn cut(text: &str, near: usize, within: usize, forward: bool) -> usize {
    let near = floor(text, near);
    if near == 0 || near == text.len() {
        return near;
    }
    let found = if forward {
        let stretch = text.get(near..floor(text, near + within)).unwrap_or_default();
        stretch.find(' ').map(|at| near + at + 1)
    } else {
        let stretch = text.get(floor(text, near.saturating_sub(within))..near).unwrap_or_default();
        stretch.rfind(' ').map(|at| near - stretch.len() + at)
    };
    found.unwrap_or_else(|| boundary(text, near, forward))
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn trimmed(text: &str, piece: Range<usize>) -> Range<usize> {
    let inner = text.get(piece.clone()).unwrap_or_default();
    let start = piece.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mark(start: usize, end: usize) -> Mark {
        Mark { start, end, asked: 1, weight: 4 }
    }

    #[test]
    fn a_long_text_is_cut_between_words_around_the_match() {
        let text = format!(
            "{}Menschenrechtsstadt{}",
            "davor Wörter ".repeat(30),
            " danach mehr".repeat(30)
        );
        let start = text.find("Menschen").unwrap();
        let spans = shortened(&text, &[mark(start, start + 19)]);
        let shown: String = spans.iter().map(|span| span.text.as_str()).collect();
        assert!(shown.starts_with("… ") && shown.ends_with(" …"), "both cuts are shown: {shown}");
        let inner = shown.trim_matches(['…', ' ']);
        assert!(
            inner.split(' ').all(|w| text.contains(w) && w.len() > 3),
            "no word is cut: {inner}"
        );
        assert!((150..=250).contains(&shown.chars().count()), "it stays short: {}", shown.len());
        assert!(
            spans.iter().any(|span| span.hit && span.text == "Menschenrechtsstadt"),
            "the match shows"
        );
    }

    proptest! {
        #[test]
        fn any_text_and_any_marks_give_pieces_of_the_text(text in any::<String>(), at in any::<prop::sample::Index>()) {
            let text = text.repeat(20);
            let word = crate::words::words(&text).collect::<Vec<_>>();
            let marks: Vec<Mark> = if word.is_empty() {
                Vec::new()
            } else {
                let word = word[at.index(word.len())];
                vec![mark(word.start, word.end)]
            };
            let shown: String = shortened(&text, &marks).into_iter().map(|span| span.text).collect();
            let inner = shown.trim_start_matches("… ").trim_end_matches(" …");
            prop_assert!(one_line(&text).contains(inner), "nothing is invented or torn");
        }
    }
}
