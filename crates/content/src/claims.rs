//! Which sentences need a source: those with a figure, a date, a superlative or a proper name.
//!
//! This is a reader's rule, checked by a machine's means. It looks at words, not at meaning, and
//! is built to be wrong rarely and in plain ways: what it asks for can always be answered by
//! citing, or by saying less. German writes every noun with a capital; there only figures,
//! superlatives and the names of our own records are looked for.

use hrc_domain::Language;
use std::collections::HashMap;

/// Why a sentence needs a source, with the words that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claim {
    Figure(String),
    Superlative(String),
    Name(String),
}

impl Claim {
    /// The claim with its article.
    pub(crate) fn described(&self) -> String {
        match self {
            Self::Figure(word) => format!("a figure or date (`{word}`)"),
            Self::Superlative(word) => format!("a superlative (`{word}`)"),
            Self::Name(word) => format!("a proper name (`{word}`)"),
        }
    }
}

/// Names of cities, institutions and instruments, by their first word.
#[derive(Debug, Default)]
pub(crate) struct Names(HashMap<String, Vec<String>>);

impl Names {
    pub(crate) fn add(&mut self, name: &str) {
        if let Some(first) = words(name).next() {
            self.0.entry(first.text.to_owned()).or_default().push(name.to_owned());
        }
    }

    /// The name that stands at the beginning of this text, whose first word is given.
    fn at(&self, word: &str, rest: &str) -> Option<&str> {
        let whole = |name: &&String| {
            rest.strip_prefix(name.as_str())
                .is_some_and(|after| !after.starts_with(char::is_alphanumeric))
        };
        self.0.get(word)?.iter().filter(whole).max_by_key(|name| name.len()).map(String::as_str)
    }
}

/// Capitalised words that name nothing a source could be asked for: the pronoun, and the words of
/// which the Centre, its Network and its subject are made.
const ORDINARY: [&str; 14] = [
    "I",
    "Network",
    "Centre",
    "Knowledge",
    "Experts",
    "Expert",
    "Universal",
    "Declaration",
    "Human",
    "Rights",
    "Cities",
    "City",
    "NGO",
    "NGOs",
];

/// Words that are figures although they have no digits.
const FIGURES: [&str; 20] = [
    "hundred",
    "hundreds",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "billions",
    "dozen",
    "dozens",
    "percent",
    "hundert",
    "hunderte",
    "tausend",
    "tausende",
    "millionen",
    "milliarde",
    "milliarden",
    "dutzend",
    "prozent",
];

/// Superlatives that are claims wherever they stand.
const SUPERLATIVES: [&str; 46] = [
    "first",
    "largest",
    "biggest",
    "oldest",
    "smallest",
    "youngest",
    "newest",
    "earliest",
    "latest",
    "highest",
    "lowest",
    "longest",
    "shortest",
    "greatest",
    "strongest",
    "weakest",
    "richest",
    "poorest",
    "worst",
    "fastest",
    "widest",
    "busiest",
    "safest",
    "fewest",
    "foremost",
    "erste",
    "ersten",
    "erster",
    "erstes",
    "größte",
    "größten",
    "größter",
    "größtes",
    "älteste",
    "ältesten",
    "kleinste",
    "kleinsten",
    "jüngste",
    "jüngsten",
    "höchste",
    "höchsten",
    "einzige",
    "einzigen",
    "einziger",
    "einziges",
    "meisten",
];

/// Superlatives only behind one of [`DETERMINERS`]: "the only city", but not "only then".
const DETERMINED: [&str; 5] = ["only", "most", "least", "best", "beste"];

/// What makes a claim of a word of [`DETERMINED`].
const DETERMINERS: [&str; 10] =
    ["the", "its", "their", "his", "her", "our", "europe's", "world's", "city's", "country's"];

/// Sentences that say that nothing is known.
const SILENCES: [&str; 4] = [
    "nothing found in our sources",
    "nothing was found in our sources",
    "nichts in unseren quellen",
    "in unseren quellen nichts",
];

/// Sentences that only point to another record, which has its own sources.
const POINTERS: [&str; 8] =
    ["see", "compare", "read", "more", "siehe", "vergleiche", "vgl", "mehr"];

struct Word<'a> {
    text: &'a str,
    at: usize,
    /// Whether a new sentence or quotation begins with it.
    opens: bool,
}

/// Words with their inner hyphens, apostrophes and full stops.
fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let part = |c: char| c.is_alphanumeric() || "'’-–.".contains(c);
    let mut rest_at = 0;
    let mut opens = true;
    std::iter::from_fn(move || {
        let rest = text.get(rest_at..)?;
        let from = rest.find(|c: char| c.is_alphanumeric())?;
        let gap = rest.get(..from)?;
        opens |= gap.contains(['"', '“', '„', '«', ':', '|', '‘', '(', ';', '?', '!', '…']);
        let word = rest.get(from..)?;
        let word = word.get(..word.find(|c| !part(c)).unwrap_or(word.len()))?;
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let at = rest_at + from;
        rest_at = at + word.len();
        Some(Word { text: word, at, opens: std::mem::take(&mut opens) })
    })
}

/// The first claim of a sentence that cites nothing; none where it may go without.
pub(crate) fn claim(
    sentence: &str,
    points: bool,
    language: &Language,
    names: &Names,
) -> Option<Claim> {
    let lower = sentence.to_lowercase();
    if SILENCES.iter().any(|s| lower.contains(s)) {
        return None;
    }
    let first = words(&lower).next().map(|w| w.text.to_owned()).unwrap_or_default();
    if points && POINTERS.contains(&first.as_str()) {
        return None;
    }
    let german = language.as_str() == "de";
    let mut before = String::new();
    let mut found_name = None;
    for word in words(sentence) {
        let small = word.text.to_lowercase().replace('’', "'");
        if small.contains(|c: char| c.is_numeric()) || FIGURES.contains(&small.as_str()) {
            return Some(Claim::Figure(word.text.to_owned()));
        }
        if is_superlative(&small, &before, word.opens) {
            return Some(Claim::Superlative(word.text.to_owned()));
        }
        let rest = sentence.get(word.at..).unwrap_or_default();
        if found_name.is_none() {
            let known = (german || word.opens).then(|| names.at(word.text, rest)).flatten();
            found_name = known
                .or_else(|| (!german && !word.opens && is_name(word.text)).then_some(word.text))
                .map(|name| Claim::Name(name.to_owned()));
        }
        before = small;
    }
    found_name
}

fn is_superlative(word: &str, before: &str, opens: bool) -> bool {
    // "First, ask ..." and "at first" count steps, not ranks.
    let step = word == "first" && (opens || before == "at");
    (SUPERLATIVES.contains(&word) && !step)
        || (DETERMINED.contains(&word) && DETERMINERS.contains(&before))
}

fn is_name(word: &str) -> bool {
    let stem = word.trim_end_matches("'s").trim_end_matches("’s");
    word.starts_with(char::is_uppercase) && !ORDINARY.contains(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(sentence: &str, language: &str) -> Option<Claim> {
        let mut names = Names::default();
        names.add("Graz");
        names.add("European Charter");
        claim(sentence, false, &Language::new(language).unwrap(), &names)
    }

    #[test]
    fn a_figure_a_date_a_superlative_and_a_name_need_a_source() {
        for (sentence, claimed) in [
            ("It has 27 members.", Claim::Figure("27".into())),
            ("Hundreds came.", Claim::Figure("Hundreds".into())),
            ("The council of 2007/08 met.", Claim::Figure("2007".into())),
            ("It was the first city to do so.", Claim::Superlative("first".into())),
            ("It is the only one.", Claim::Superlative("only".into())),
            ("The town is Europe’s best.", Claim::Superlative("best".into())),
            ("It was an idea of Henri Lefebvre.", Claim::Name("Henri".into())),
            ("Graz decided.", Claim::Name("Graz".into())),
            ("European Charter it is called.", Claim::Name("European Charter".into())),
        ] {
            assert_eq!(
                found(sentence, "en"),
                Some(claimed),
                "a reader will ask who says so: {sentence}"
            );
        }
    }

    #[test]
    fn a_sentence_of_reasoning_needs_none() {
        for sentence in [
            "A declaration is a beginning.",
            "Only then does the council know.",
            "First, ask who is missing.",
            "Most cities begin with a vote, at least on paper.",
            "The Network’s Knowledge Centre speaks of human rights.",
            "Nothing found in our sources for Vienna in 2015.",
            "One question helps: Who is missing?",
            "Grazing is allowed.",
        ] {
            assert_eq!(found(sentence, "en"), None, "nothing here can be looked up: {sentence}");
        }
    }

    #[test]
    fn german_nouns_are_no_names_but_our_records_are() {
        assert_eq!(
            found("Die Stadt hat einen Beirat.", "de"),
            None,
            "nouns have capitals in German"
        );
        assert_eq!(
            found("Der Rat von Graz entschied.", "de"),
            Some(Claim::Name("Graz".into())),
            "a city we have a record of is known by name"
        );
        assert_eq!(
            found("Es war die erste Stadt.", "de"),
            Some(Claim::Superlative("erste".into())),
            "a superlative is one in every language"
        );
    }
}
