//! Which words of a text match a query, found in one scan and marked in the text as it is written.
//!
//! tantivy's own snippets show nothing for corrected words and stem everything in one language.
//! This one looks for what the query was expanded to, word by word, and gives most words up at
//! their first letters.

use super::expansion::Expanded;
use super::stems::Stems;
use super::synonyms::{StandIn, Wording};
use crate::words::{Word, fold, respelt, spellings, words};
use hrc_domain::search::Span;
use std::borrow::Cow;
use std::collections::HashMap;
use unicode_segmentation::GraphemeCursor;

/// Which words of the query, as bits.
pub type Asked = u64;

/// A match in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// Its first byte.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// The words of the query it matches.
    pub asked: Asked,
    /// How surely: 4 the word itself, 3 a form of it, 1 part of another word.
    pub weight: u32,
}

/// Letters by which most words are given up.
const LETTERS: usize = 3;

/// Letters a word and its stem begin with alike: endings change more than what is cut off, but no
/// stemmer reaches so far in a stem of five letters and more.
const fn kept_by_stemming(stem: &str) -> usize {
    if stem.len() < 5 { 2 } else { 3 }
}

/// The first three letters of words worth a closer look. What is not ASCII always is.
#[derive(Default)]
struct Beginnings {
    /// By first and second letter: the third as a bit. One place may stand for several letters.
    thirds: [[u32; 32]; 32],
}

impl Beginnings {
    /// Adds what a folded word begins with, as far as so many letters.
    fn add(&mut self, word: &str, letters: usize) {
        let mut ascii = word.bytes().take(letters).take_while(u8::is_ascii).map(slot);
        let Some(seconds) = ascii.next().and_then(|first| self.thirds.get_mut(first)) else {
            return;
        };
        match (ascii.next(), ascii.next()) {
            (None, _) => seconds.fill(u32::MAX),
            (Some(second), None) => seconds[second] = u32::MAX,
            (Some(second), Some(third)) => seconds[second] |= 1 << third,
        }
    }

    /// Whether a word as written may be one of those.
    fn has(&self, word: &str) -> bool {
        let mut bytes = word.bytes().chain(std::iter::repeat(0)).map(|b| (slot(b), b.is_ascii()));
        let mut next = || bytes.next().filter(|(_, ascii)| *ascii).map(|(slot, _)| slot);
        let Some(seconds) = next().map(|first| &self.thirds[first]) else { return true };
        let Some(thirds) = next().map(|second| seconds[second]) else {
            return seconds.iter().any(|thirds| *thirds != 0);
        };
        next().map_or(thirds != 0, |third| thirds & (1 << third) != 0)
    }
}

/// The same for upper and lower case.
const fn slot(letter: u8) -> usize {
    (letter % 32) as usize
}

/// Knows what to mark.
#[derive(Default)]
pub struct Marker {
    words: HashMap<String, (Asked, u32)>,
    starts: Vec<(String, Asked)>,
    stems: HashMap<String, Asked>,
    inside: Vec<(Vec<String>, usize, Asked)>,
    phrases: Vec<(Vec<Vec<String>>, Asked, u32)>,
    beginnings: Beginnings,
}

impl Marker {
    /// A marker for the words and phrases of a query, and for what stands in for them.
    pub fn new(expanded: &[Expanded], phrases: &[Vec<String>], instead: &[StandIn]) -> Self {
        let mut marker = Self::default();
        // "the" is marked only where nothing else was asked for.
        let all = phrases.is_empty() && !expanded.iter().any(|word| word.needed);
        for (n, word) in expanded.iter().enumerate().filter(|(_, word)| all || word.needed) {
            marker.take(word, 1 << (n % 48));
        }
        for (n, phrase) in phrases.iter().enumerate() {
            marker.take_phrase(phrase, 1 << (48 + n % 16), 4);
        }
        for stand_in in instead {
            stand_in
                .wordings
                .iter()
                .for_each(|w| marker.take_wording(w, 1 << (stand_in.words.start % 48)));
        }
        marker
    }

    /// Whether nothing was asked for that could be marked.
    pub fn is_idle(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty()
    }

    fn take(&mut self, word: &Expanded, bit: Asked) {
        let corrected = word.corrected.iter().map(|(word, _)| (word, 3));
        for (form, weight) in word.exact.iter().map(|w| (w, 4)).chain(corrected) {
            self.beginnings.add(form, LETTERS);
            let known = self.words.entry(form.clone()).or_insert((0, weight));
            *known = (known.0 | bit, known.1.max(weight));
        }
        for stem in &word.stems {
            self.beginnings.add(stem, kept_by_stemming(stem));
            *self.stems.entry(stem.clone()).or_default() |= bit;
        }
        if word.typed.open {
            self.starts.extend(word.exact.iter().map(|start| (start.clone(), bit)));
        }
        if !word.grams.is_empty() {
            self.inside.push((word.grams.clone(), word.least_grams, bit));
        }
    }

    fn take_phrase(&mut self, phrase: &[String], bit: Asked, weight: u32) {
        let spelt: Vec<Vec<String>> = phrase.iter().map(|w| spellings(w).collect()).collect();
        spelt.iter().flatten().for_each(|word| self.beginnings.add(word, LETTERS));
        self.phrases.push((spelt, bit, weight));
    }

    fn take_wording(&mut self, wording: &Wording, bit: Asked) {
        if wording.words.len() > 1 {
            return self.take_phrase(&wording.words, bit, 3);
        }
        for (word, stem) in wording.stemmed() {
            for spelling in spellings(word) {
                self.beginnings.add(&spelling, LETTERS);
                self.words.entry(spelling).or_insert((0, 3)).0 |= bit;
            }
            self.beginnings.add(stem, kept_by_stemming(stem));
            *self.stems.entry(stem.to_owned()).or_default() |= bit;
        }
    }

    /// What matches in a text of this language as a whole word.
    pub fn marks(&self, text: &str, language: &str, stems: &mut Stems) -> Vec<Mark> {
        let mut marks = Vec::new();
        let mut begun: Vec<Vec<(usize, usize)>> = vec![Vec::new(); self.phrases.len()];
        for word in words(text) {
            if !self.beginnings.has(word.text) {
                begun.iter_mut().for_each(Vec::clear);
                continue;
            }
            let folded = fold(word.text);
            let other = respelt(word.text);
            let (asked, weight) =
                self.matches(word.text, &folded, other.as_deref(), language, stems);
            if asked != 0 {
                marks.push(Mark { start: word.start, end: word.end, asked, weight });
            }
            for ((phrase, bit, weight), begun) in self.phrases.iter().zip(&mut begun) {
                let fits = |at: usize| {
                    let spelt = phrase.get(at).map_or(&[][..], Vec::as_slice);
                    spelt.iter().any(|s| *s == folded || Some(s) == other.as_ref())
                };
                if !fits(begun.len()) {
                    begun.clear();
                }
                if fits(begun.len()) {
                    begun.push((word.start, word.end));
                }
                if begun.len() == phrase.len() {
                    marks.extend(begun.drain(..).map(|(start, end)| Mark {
                        start,
                        end,
                        asked: *bit,
                        weight: *weight,
                    }));
                }
            }
        }
        if !self.phrases.is_empty() {
            marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.weight)));
            marks.dedup_by(|later, kept| {
                let same = later.start == kept.start;
                kept.asked |= if same { later.asked } else { 0 };
                same
            });
        }
        marks
    }

    fn matches(
        &self,
        word: &str,
        folded: &str,
        other: Option<&str>,
        language: &str,
        stems: &mut Stems,
    ) -> (Asked, u32) {
        let mut found = (0, 0);
        let mut take = |asked: Asked, weight: u32| {
            if asked != 0 {
                found = (found.0 | asked, found.1.max(weight));
            }
        };
        for spelling in std::iter::once(folded).chain(other) {
            if let Some((asked, weight)) = self.words.get(spelling) {
                take(*asked, *weight);
            }
            for (start, asked) in &self.starts {
                if spelling.starts_with(start.as_str()) {
                    take(*asked, 3);
                }
            }
        }
        // Stemming is the dear part.
        if self.stems.keys().any(|stem| begin_alike(stem, folded))
            && let Some(asked) = stems.stem(language, word).and_then(|stem| self.stems.get(stem))
        {
            take(*asked, 3);
        }
        found
    }

    /// Words that only share letters with the query: what to show of a record that has no better.
    pub fn alike(&self, text: &str) -> Vec<Mark> {
        if self.inside.is_empty() {
            return Vec::new();
        }
        let alike = |word: Word<'_>| {
            let folded = fold(word.text);
            let fits = |(grams, least, _): &&(Vec<String>, usize, Asked)| {
                grams.iter().filter(|gram| has(&folded, gram)).count() >= *least
            };
            let asked = self.inside.iter().filter(fits).fold(0, |all, (.., bit)| all | bit);
            (asked != 0).then_some(Mark { start: word.start, end: word.end, asked, weight: 1 })
        };
        words(text).filter_map(alike).collect()
    }
}

fn begin_alike(stem: &str, word: &str) -> bool {
    let letters = kept_by_stemming(stem);
    stem.chars().take(letters).eq(word.chars().take(letters))
}

/// Whether a word has a run of letters, whose `_` stands for an end of the word.
fn has(word: &str, gram: &str) -> bool {
    match (gram.strip_prefix('_'), gram.strip_suffix('_')) {
        (Some(_), Some(_)) => gram.trim_matches('_') == word,
        (Some(start), None) => word.starts_with(start),
        (None, Some(end)) => word.ends_with(end),
        (None, None) => word.contains(gram),
    }
}

/// A piece of a text as spans. Marks grow to whole characters as a reader sees them.
pub fn spans(text: &str, piece: std::ops::Range<usize>, marks: &[Mark]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut at = piece.start;
    let mut push = |from: usize, to: usize, hit: bool| {
        if let Some(text) = text.get(from..to).filter(|text| !text.is_empty()) {
            spans.push(Span { text: text.to_owned(), hit });
        }
    };
    for mark in marks.iter().filter(|m| m.start >= piece.start && m.end <= piece.end) {
        let start = boundary(text, mark.start, false).max(at);
        let end = boundary(text, mark.end, true).min(piece.end);
        if end > start {
            push(at, start, false);
            push(start, end, true);
            at = end;
        }
    }
    push(at, piece.end, false);
    spans
}

/// The next place, forward or back, where a character as a reader sees it begins.
pub fn boundary(text: &str, at: usize, forward: bool) -> usize {
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) if forward => cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()),
        Ok(false) => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
        _ => at,
    }
}

/// A text on one line, byte for byte as long.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\t', '\r']) {
        Cow::Owned(text.replace(['\n', '\t', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_given_up_by_their_beginning_only_when_they_cannot_match() {
        let mut beginnings = Beginnings::default();
        for (word, letters) in [("nurnberg", 3), ("citi", 2), ("a", 3), ("права", 3)] {
            beginnings.add(word, letters);
        }
        for word in ["Nürnberg", "NURNBERG", "nurses", "City", "cities", "A", "Права", "Łódź"]
        {
            assert!(beginnings.has(word), "{word} is worth a closer look");
        }
        for word in ["norm", "number", "cod", "graz"] {
            assert!(!beginnings.has(word), "{word} begins like none of them");
        }
    }
}
