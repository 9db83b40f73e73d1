//! The alphabetical order of titles in the reader's language.
//!
//! The six languages of the interface have a sort key of their own, in the index too; every other
//! reader gets the English order. Pages and search results share it.

use crate::words::fold;
use hrc_domain::Language;
use hrc_domain::language::INTERFACE;
use unicode_normalization::UnicodeNormalization;

/// The languages that have a sort key.
pub const LANGUAGES: [&str; INTERFACE.len()] = INTERFACE;

/// The name of the fast field with a language's sort key.
pub fn field(language: &str) -> String {
    format!("sort_{language}")
}

/// The language whose order a reader of this one gets.
pub fn language_for(reader: &Language) -> &'static str {
    LANGUAGES.into_iter().find(|known| *known == reader.as_str()).unwrap_or("en")
}

/// What a title is sorted by for a reader of this language.
pub fn order(reader: &Language, title: &str) -> String {
    sort_key(language_for(reader), title)
}

/// What a title is sorted by in this language: accents and signs do not count, except for the
/// letters that Swedish has behind z and Spanish behind n.
pub fn sort_key(language: &str, title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    for c in title.nfc().flat_map(char::to_lowercase) {
        match (language, c) {
            // The three signs that ASCII has behind z.
            ("sv", 'å') => key.push('{'),
            ("sv", 'ä' | 'æ') => key.push('|'),
            ("sv", 'ö' | 'ø') => key.push('}'),
            ("es", 'ñ') => key.push_str("n~"),
            (_, c) if c.is_whitespace() => key.push(' '),
            (_, c) if c.is_ascii_alphanumeric() => key.push(c),
            (_, c) => key.push_str(&fold(c.encode_utf8(&mut [0; 4]))),
        }
    }
    key.trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_alphabet() {
        let sorted = |language: &str, mut titles: Vec<&'static str>| {
            titles.sort_by_cached_key(|title| sort_key(language, title));
            titles
        };
        let towns = || vec!["Östersund", "Zagreb", "Oslo", "Åbo", "“Graz”"];
        let swedish = ["“Graz”", "Oslo", "Zagreb", "Åbo", "Östersund"];
        assert_eq!(sorted("sv", towns()), swedish, "Å and Ö are the end of the Swedish alphabet");
        let german = ["Åbo", "“Graz”", "Oslo", "Östersund", "Zagreb"];
        assert_eq!(sorted("de", towns()), german, "in German they are a and o");
    }
}
