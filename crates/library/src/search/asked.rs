//! What somebody typed, read so that every string means something.
//!
//! Words, `"a phrase"`, `-without`, `-"without this"`. The last word is still being typed unless
//! something follows it. A quote that is not closed yet counts as far as it goes.

use crate::words::{LONGEST, bare_address, fold, whole, words};
use std::ops::Range;

/// Words beyond this are not read: nobody types them, and pasted pages must not slow anything.
const MOST_WORDS: usize = 32;

/// Bytes beyond this are not looked at, however few words they hold.
const MOST_BYTES: usize = 8 * 1024;

/// A query as it was understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// What a record must have.
    pub parts: Vec<Part>,
    /// What it must not have: words one after the other.
    pub without: Vec<Vec<String>>,
    /// Everything typed as one name, folded: for titles, aliases and addresses.
    pub whole: String,
}

/// One thing asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// A word, to be found in all its forms.
    Word(Typed),
    /// Words exactly as they are, one after the other.
    Phrase(Vec<Typed>),
}

/// A word as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The word.
    pub text: String,
    /// Where it stands in the query.
    pub place: Range<usize>,
    /// Whether more letters may follow.
    pub open: bool,
}

impl Asked {
    /// The same without what narrows: phrases as words, and nothing excluded.
    pub fn plain(&self) -> Self {
        let words = self.parts.iter().flat_map(|part| match part {
            Part::Word(word) => std::slice::from_ref(word),
            Part::Phrase(words) => words,
        });
        let parts = words.cloned().map(Part::Word).collect();
        Self { parts, without: Vec::new(), whole: self.whole.clone() }
    }
}

/// Reads a query.
pub fn read(query: &str) -> Asked {
    let query = bounded(query);
    let mut asked = Asked { whole: whole(bare_address(query.trim())), ..Asked::default() };
    // An address is looked up by what tells it from others.
    let single = !query.trim().contains(char::is_whitespace);
    let start = if single { query.len() - bare_address(query.trim_start()).len() } else { 0 };
    let mut left = MOST_WORDS;
    for chunk in chunks(query, start) {
        let text = query.get(chunk.place.clone()).unwrap_or_default();
        let found: Vec<Typed> = words(text)
            .filter(|word| !fold(word.text).is_empty())
            .take(left)
            .map(|word| Typed {
                text: word.text.chars().take(LONGEST).collect(),
                place: chunk.place.start + word.start..chunk.place.start + word.end,
                open: chunk.place.start + word.end == query.len(),
            })
            .collect();
        left -= found.len();
        file(&mut asked, &chunk, found);
    }
    asked
}

fn file(asked: &mut Asked, chunk: &Chunk, mut found: Vec<Typed>) {
    if found.is_empty() {
        return;
    }
    if chunk.without {
        asked.without.push(found.into_iter().map(|word| word.text).collect());
    } else if chunk.quote == Quote::Closed {
        asked.parts.push(Part::Phrase(found));
    } else if chunk.quote == Quote::Open && found.len() > 2 {
        let last = found.pop();
        asked.parts.push(Part::Phrase(found));
        asked.parts.extend(last.map(Part::Word));
    } else {
        asked.parts.extend(found.into_iter().map(Part::Word));
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Quote {
    None,
    Open,
    Closed,
}

struct Chunk {
    place: Range<usize>,
    without: bool,
    quote: Quote,
}

/// Cuts a query at spaces and quotes, from this byte on.
fn chunks(query: &str, mut at: usize) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    while let Some(rest) = query.get(at..).filter(|rest| !rest.is_empty()) {
        let begin = at + (rest.len() - rest.trim_start().len());
        let rest = query.get(begin..).unwrap_or_default();
        // Only before a word: `Rio-Galeria` is a name and `-` alone a dash.
        let without = rest.starts_with('-') && !rest[1..].starts_with(|c: char| c.is_whitespace());
        let body = begin + usize::from(without);
        let rest = query.get(body..).unwrap_or_default();
        let mut chars = rest.chars();
        let (start, end, quote, next) = match chars.next() {
            None => break,
            Some(first) if is_quote(first) => {
                let start = body + first.len_utf8();
                let inner = chars.as_str();
                match inner.char_indices().find(|(_, c)| is_quote(*c)) {
                    Some((length, close)) => {
                        (start, start + length, Quote::Closed, start + length + close.len_utf8())
                    }
                    None => (start, query.len(), Quote::Open, query.len()),
                }
            }
            Some(_) => {
                let length = rest.find(|c: char| c.is_whitespace() || is_quote(c));
                let end = body + length.unwrap_or(rest.len());
                (body, end, Quote::None, end)
            }
        };
        chunks.push(Chunk { place: start..end, without, quote });
        at = next;
    }
    chunks
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\u{ff02}')
}

fn bounded(query: &str) -> &str {
    let end = (0..=MOST_BYTES.min(query.len())).rev().find(|at| query.is_char_boundary(*at));
    query.get(..end.unwrap_or(0)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(query: &str) -> Vec<String> {
        let asked = read(query);
        let parts = asked.parts.iter().map(|part| match part {
            Part::Word(typed) => format!("{}{}", typed.text, if typed.open { "…" } else { "" }),
            Part::Phrase(words) => {
                let texts: Vec<_> = words.iter().map(|word| word.text.as_str()).collect();
                format!("“{}”", texts.join(" "))
            }
        });
        parts.chain(asked.without.iter().map(|words| format!("-{}", words.join(" ")))).collect()
    }

    #[test]
    fn words_phrases_and_exclusions_are_told_apart() {
        for (query, understood) in [
            ("human rights", vec!["human", "rights…"]),
            ("human rights ", vec!["human", "rights"]),
            ("\"human rights\" city", vec!["“human rights”", "city…"]),
            ("graz -vienna", vec!["graz", "-vienna"]),
            ("-\"human rights\" graz", vec!["graz…", "-human rights"]),
            ("rio-galeria", vec!["rio", "galeria…"]),
            ("„Stadt der Menschenrechte“", vec!["“Stadt der Menschenrechte”"]),
            ("\"stadt der mensch", vec!["“stadt der”", "mensch…"]),
            ("\"stadt", vec!["stadt…"]),
            ("- a -", vec!["a"]),
            ("\"\" -\"\" --", vec![]),
        ] {
            assert_eq!(shown(query), understood, "{query:?} has one obvious meaning");
        }
    }

    #[test]
    fn an_address_is_asked_for_without_what_all_addresses_have() {
        let asked = read("https://www.uclg-cisdp.org/");
        assert_eq!(asked.whole, "uclg cisdp org", "scheme and www tell nothing");
        assert_eq!(shown("https://www.uclg.org/"), ["uclg", "org"], "nor are they words");
    }

    #[test]
    fn what_is_too_long_is_cut() {
        let asked = read(&"word ".repeat(2_000));
        assert_eq!(asked.parts.len(), MOST_WORDS, "a pasted page is no query");
        assert!(read(&"é".repeat(20_000)).parts.len() == 1, "cutting keeps characters whole");
    }

    proptest! {
        #[test]
        fn any_string_is_a_query_whose_words_stand_where_they_say(query in any::<String>()) {
            for part in read(&query).parts {
                if let Part::Word(typed) = part {
                    let there = query.get(typed.place).is_some_and(|text| text.starts_with(&typed.text));
                    prop_assert!(there, "corrections replace words in place");
                }
            }
        }
    }
}
