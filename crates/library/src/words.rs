//! Words and how they are written when nobody minds: the one reading of text that index, query and
//! highlighter share. What one of them calls a word, the others do.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Letters of a word beyond this are not read. No language has such words; broken files do.
pub const LONGEST: usize = 64;

/// A word where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after it.
    pub end: usize,
    /// As written.
    pub text: &'a str,
}

/// The words of a text: runs of letters and digits with the marks on them. Chinese and Japanese
/// write without spaces; there each character is a word, and nearness makes words of them.
pub fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = first_from(text, rest, BETWEEN, char::is_alphanumeric)?;
        let first = text.get(start..)?.chars().next()?;
        let (alone, after) = (is_ideograph(first), start + first.len_utf8());
        let ends = |c: char| !extends(c) && (alone || !c.is_alphanumeric() || is_ideograph(c));
        let passed = if alone { 0 } else { WITHIN };
        let end = first_from(text, after, passed, ends).unwrap_or(text.len());
        rest = end;
        Some(Word { start, end, text: text.get(start..end)? })
    })
}

/// A character of ASCII that stands between words.
const BETWEEN: u8 = 1;

/// One that stands within words.
const WITHIN: u8 = 2;

/// What a byte is by itself: one of these, or nothing where it is not ASCII.
const PLAIN: [u8; 256] = {
    let mut plain = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = if (byte as u8).is_ascii_alphanumeric() { WITHIN } else { BETWEEN };
        byte += 1;
    }
    plain
};

/// The first character of this sort from this place on. Whole libraries are read with it, so what is
/// `passed` is not decoded.
fn first_from(text: &str, from: usize, passed: u8, sort: impl Fn(char) -> bool) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.as_bytes().get(at..)?;
        at += rest.iter().position(|byte| PLAIN[usize::from(*byte)] & passed == 0)?;
        let c = text.get(at..)?.chars().next()?;
        if sort(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Whether a character belongs to the one before it: accents, vowel signs, joiners.
fn extends(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '\u{ff9e}' | '\u{ff9f}'))
}

const fn is_ideograph(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// A word in lower case without accents: `Gdańsk` and `gdansk` are one. Empty for what has no
/// letter or digit left.
pub fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() && word.len() <= LONGEST {
        return if word.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let mut folded = String::with_capacity(word.len());
    // Lower case first: some capitals only come apart into letter and mark once they are small.
    for c in word.chars().take(LONGEST).flat_map(char::to_lowercase).nfkd() {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'ħ' => folded.push('h'),
            'ς' => folded.push('σ'),
            c if is_accent(c) || !(c.is_alphanumeric() || extends(c)) => {}
            '\u{200c}' | '\u{200d}' => {}
            c => folded.extend(c.to_lowercase()),
        }
    }
    Cow::Owned(folded)
}

/// Marks that writers leave out: Latin, Greek and Cyrillic accents, Hebrew and Arabic points. The
/// vowel signs of Indian scripts are marks too, but nobody leaves those out.
const fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20ff}')
}

/// The other way to write a word without its umlauts: `nuernberg`, `aarhus`, `soeren`. None for
/// words that have no such letter.
pub fn respelt(word: &str) -> Option<String> {
    if word.is_ascii() {
        return None;
    }
    let mut changed = false;
    let mut plain = String::with_capacity(word.len() + 4);
    for c in word.nfc().take(LONGEST).flat_map(char::to_lowercase) {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' | 'ø' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'å' => plain.push_str("aa"),
            c => {
                plain.push(c);
                continue;
            }
        }
        changed = true;
    }
    changed.then(|| fold(&plain).into_owned())
}

/// Both ways to write a word, the folded one first; none for what folds to nothing.
pub fn spellings(word: &str) -> impl Iterator<Item = String> {
    let folded = fold(word).into_owned();
    let other = respelt(word).filter(|other| *other != folded);
    std::iter::once(folded).chain(other).filter(|spelling| !spelling.is_empty())
}

/// A whole text as one comparable name: its folded words with single spaces.
pub fn whole(text: &str) -> String {
    let folded: Vec<_> = words(text).map(|w| fold(w.text)).filter(|w| !w.is_empty()).collect();
    folded.join(" ")
}

/// A web address without what every address has: scheme, `www.` and a closing slash.
pub fn bare_address(address: &str) -> &str {
    let bare = address.split_once("://").map_or(address, |(_, rest)| rest);
    bare.strip_prefix("www.").unwrap_or(bare)
}

/// The overlapping runs of four characters of a folded word with its ends marked: `_graz_` gives
/// `_gra`, `graz`, `raz_`. For a word still being typed the end is left open.
pub fn grams(word: &str, open: bool) -> Vec<String> {
    let padded: Vec<char> =
        std::iter::once('_').chain(word.chars()).chain((!open).then_some('_')).collect();
    if padded.len() <= 4 {
        return vec![padded.into_iter().collect()];
    }
    padded.windows(4).map(|gram| gram.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(text: &str) -> Vec<&str> {
        words(text).map(|w| w.text).collect()
    }

    #[test]
    fn words_are_letters_and_digits_with_their_marks() {
        assert_eq!(texts("L'homme, C40 (Piteå)!"), ["L", "homme", "C40", "Piteå"], "signs divide");
        assert_eq!(texts("Pitea\u{30a}"), ["Pitea\u{30a}"], "a loose accent stays on its letter");
        assert_eq!(texts("人权 city"), ["人", "权", "city"], "no spaces, so each character counts");
        assert_eq!(texts("👩‍👩‍👧 🏙"), Vec::<&str>::new(), "pictures are no words");
    }

    #[test]
    fn folding_takes_case_and_accents_away() {
        for (written, folded) in [
            ("Gdańsk", "gdansk"),
            ("ŁÓDŹ", "lodz"),
            ("Straße", "strasse"),
            ("Nu\u{308}rnberg", "nurnberg"),
            ("İstanbul", "istanbul"),
            ("ΔΙΚΑΙΏΜΑΤΟΣ", "δικαιωματοσ"),
            ("ﬁne", "fine"),
        ] {
            assert_eq!(fold(written), folded, "{written} is typed in many ways");
        }
    }

    #[test]
    fn umlauts_have_a_second_spelling() {
        let both: Vec<_> = spellings("Nürnberg").collect();
        assert_eq!(both, ["nurnberg", "nuernberg"], "without umlauts people write ue");
        assert_eq!(respelt("Århus").as_deref(), Some("aarhus"), "the old spelling of Danish names");
        assert_eq!(respelt("Gdańsk"), None, "an n is an n");
    }

    #[test]
    fn grams_overlap_and_know_the_ends_of_words() {
        assert_eq!(grams("graz", false), ["_gra", "graz", "raz_"], "the ends tell words apart");
        assert_eq!(grams("graz", true), ["_gra", "graz"], "more letters may follow");
        assert_eq!(grams("a", false), ["_a_"], "short words are one gram");
    }

    proptest! {
        #[test]
        fn any_text_has_words_in_order_that_fold_twice_to_the_same(text in any::<String>()) {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start, "words do not overlap");
                prop_assert_eq!(text.get(word.start..word.end), Some(word.text), "they stand where they say");
                let folded = fold(word.text).into_owned();
                let twice = fold(&folded).into_owned();
                prop_assert_eq!(twice, folded, "folded is folded");
                last = word.end;
            }
        }
    }
}
