//! The six languages of the console: one catalogue, `crates/server/console/messages`.
//!
//! A sentence has a key and places for values, `{name}`. What counts has two forms, `key.one` and
//! `key.other`. Days are written as each language writes them; hours are those of the zone that is set,
//! and say which it is, as the people who work together here may live in several.

use axum::http::{HeaderMap, header};
use jiff::Zoned;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Every language's code and own name.
pub const LANGUAGES: [(&str, &str); 6] = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("fr", "Français"),
    ("nl", "Nederlands"),
    ("sv", "Svenska"),
    ("es", "Español"),
];

const FILES: [&str; 6] = [
    include_str!("../../console/messages/en.json"),
    include_str!("../../console/messages/de.json"),
    include_str!("../../console/messages/fr.json"),
    include_str!("../../console/messages/nl.json"),
    include_str!("../../console/messages/sv.json"),
    include_str!("../../console/messages/es.json"),
];

/// Sentences by their key, of each language.
type Catalogue = [HashMap<String, String>; 6];

// That each is what it must be is held by the tests: they are part of the program.
static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| FILES.map(|file| serde_json::from_str(file).unwrap_or_default()));

/// The words of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words(usize);

impl Words {
    /// Those of the language with this code.
    pub fn of(code: &str) -> Option<Self> {
        LANGUAGES.iter().position(|(of, _)| *of == code).map(Self)
    }

    /// Those somebody chose, else those their browser asks for, else English.
    pub fn preferred(chosen: Option<&str>, headers: &HeaderMap) -> Self {
        let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let asked = || asked.and_then(most_wanted);
        chosen.and_then(Self::of).or_else(asked).unwrap_or(Self(0))
    }

    /// The language's code.
    pub fn code(self) -> &'static str {
        LANGUAGES[self.0].0
    }

    /// A sentence, if there is one of this key.
    pub fn find(self, key: &str) -> Option<&'static str> {
        CATALOGUE[self.0].get(key).map(String::as_str)
    }

    /// A sentence. That every key is there is held by the tests.
    pub fn say(self, key: &str) -> &'static str {
        self.find(key).unwrap_or_default()
    }

    /// A sentence with its places filled.
    pub fn with(self, key: &str, values: &[(&str, &str)]) -> String {
        let mut text = String::new();
        let mut rest = self.say(key);
        // What is filled in is never looked at again for places.
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else { break };
            text.push_str(before);
            text.push_str(values.iter().find(|(of, _)| *of == name).map_or("", |(_, value)| value));
            rest = after;
        }
        text + rest
    }

    /// A sentence that counts.
    pub fn count(self, key: &str, many: u64) -> String {
        // In French nothing is counted like one.
        let is_one = many == 1 || (many == 0 && self.code() == "fr");
        let form = if is_one { "one" } else { "other" };
        self.with(&format!("{key}.{form}"), &[("n", &many.to_string())])
    }

    /// A day in words.
    pub fn day(self, day: Date) -> String {
        let month = self.say(&format!("month.{}", day.month()));
        // In French the first is not "one".
        let number = match (day.day(), self.code()) {
            (1, "fr") => "1er".to_owned(),
            (number, _) => number.to_string(),
        };
        let year = day.year().to_string();
        self.with("day", &[("day", &number), ("month", month), ("year", &year)])
    }

    /// A day and an hour in words, with the zone's short name.
    pub fn moment(self, at: &Zoned) -> String {
        let (hour, minute) = (format!("{:02}", at.hour()), format!("{:02}", at.minute()));
        let zone = at.strftime("%Z").to_string();
        let day = self.day(at.date());
        let values = [("day", &day), ("hour", &hour), ("minute", &minute), ("zone", &zone)];
        self.with("moment", &values.map(|(name, value)| (name, value.as_str())))
    }
}

/// The language that a browser wants most of those there are.
fn most_wanted(asked: &str) -> Option<Words> {
    let wanted = asked.split(',').take(20).filter_map(|one| {
        let (tag, weight) = one.split_once(';').unwrap_or((one, "q=1"));
        let weight: f32 = weight.trim().strip_prefix("q=")?.parse().ok()?;
        let code = tag.trim().split('-').next()?.to_ascii_lowercase();
        Some((Words::of(&code)?, weight))
    });
    // Of two wanted alike the first counts.
    let better = |best: Option<(Words, f32)>, (words, weight): (Words, f32)| match best {
        Some((_, most)) if most >= weight => best,
        _ if weight > 0.0 => Some((words, weight)),
        _ => best,
    };
    wanted.fold(None, better).map(|(words, _)| words)
}
