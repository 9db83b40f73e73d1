//! The six languages: one catalogue, whole in each, and no sentence outside it.

use super::{Browser, account};
use crate::harness::Site;
use hrc_server::store::{Deed, Role};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const LANGUAGES: [&str; 6] = ["en", "de", "fr", "nl", "sv", "es"];

/// Words that are the same in two languages.
const ALIKE: &[(&str, &str)] = &[
    ("de", "accounts.name"),
    ("de", "month.11"),
    ("de", "month.4"),
    ("de", "month.8"),
    ("de", "month.9"),
    ("de", "section.server"),
    ("fr", "day"),
    ("fr", "members.invitations"),
    ("fr", "role.expert"),
    ("fr", "server.segments"),
    ("nl", "day"),
    ("nl", "section.accounts"),
    ("nl", "section.server"),
    ("sv", "day"),
    ("sv", "role.expert"),
    ("sv", "section.server"),
    ("es", "moment"),
    ("de", "desk.kind.institution"),
    ("de", "desk.month"),
    ("fr", "desk.consent"),
    ("fr", "desk.inbox.pages"),
    ("fr", "desk.kind.article"),
    ("fr", "desk.kind.institution"),
    ("fr", "desk.kind.publication"),
    ("fr", "desk.month"),
    ("fr", "desk.versions"),
    ("fr", "section.collection"),
    ("nl", "desk.month"),
    ("nl", "role.expert"),
    ("sv", "desk.kind.institution"),
    ("sv", "desk.month"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogue(language: &str) -> BTreeMap<String, String> {
    let file = root().join(format!("console/messages/{language}.json"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(files(&entry.path(), ending));
        } else if entry.path().extension().is_some_and(|of| of == ending) {
            found.push(entry.path());
        }
    }
    found
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn every_sentence_is_there_in_every_language_with_the_same_places() {
    let english = catalogue("en");
    for language in LANGUAGES {
        let own = catalogue(language);
        let missing: Vec<_> = english.keys().filter(|key| !own.contains_key(*key)).collect();
        let besides: Vec<_> = own.keys().filter(|key| !english.contains_key(*key)).collect();
        assert!(missing.is_empty() && besides.is_empty(), "{language}: {missing:?} {besides:?}");
        for (key, text) in &own {
            assert!(!text.trim().is_empty(), "{language}: {key} says something");
            assert_eq!(places(text), places(&english[key]), "{language}: {key}");
            let may = language == "en" || ALIKE.contains(&(language, key));
            assert!(may || *text != english[key], "{language}: {key} is still English: {text}");
            let is_typed = !text.contains('\'') && !text.contains('"') && !text.contains("...");
            assert!(is_typed, "{language}: {key} is set as print is: {text}");
        }
        let file =
            std::fs::read_to_string(root().join(format!("console/messages/{language}.json")));
        let file = file.unwrap();
        let keys = file.lines().filter_map(|line| line.trim().strip_prefix('"')?.split('"').next());
        assert!(
            keys.is_sorted(),
            "{language}: keys stand in order, so that two who add do not collide"
        );
    }
    for (key, text) in catalogue("fr") {
        let signs = text.char_indices().filter(|(_, c)| matches!(c, ';' | '?' | '!' | ':' | '»'));
        for (at, sign) in signs {
            let before = text[..at].chars().next_back();
            // An hour, an address: no sentence.
            let is_within = text[at..].chars().nth(1).is_some_and(|c| !c.is_whitespace());
            let is_set = matches!(before, Some('\u{a0}' | '\u{202f}'));
            assert!(is_set || is_within, "fr: {key}: no space before {sign}: {text}");
        }
    }
}

#[test]
fn every_key_that_is_used_is_there_and_every_one_there_is_used() {
    let english = catalogue("en");
    let mut text = String::new();
    for (folder, ending) in [("console/pages", "html"), ("src/console", "rs")] {
        for file in files(&root().join(folder), ending) {
            text += &std::fs::read_to_string(file).unwrap();
        }
    }
    let calls = [".say(\"", ".with(\"", ".with_two(\"", ".find(\""];
    let called: BTreeSet<&str> = calls
        .into_iter()
        .flat_map(|call| text.split(call).skip(1).filter_map(|rest| rest.split('"').next()))
        .collect();
    assert!(called.len() > 100, "they were found: {}", called.len());
    let unknown: Vec<_> = called.iter().filter(|key| !english.contains_key(**key)).collect();
    assert!(unknown.is_empty(), "there is no sentence {unknown:?}");
    let is_used = |key: &str| {
        let stem = key.strip_suffix(".one").or_else(|| key.strip_suffix(".other")).unwrap_or(key);
        let is_made =
            ["deed.", "month.", "desk.step."].iter().any(|family| key.starts_with(family));
        is_made || text.contains(&format!("\"{stem}\""))
    };
    let unused: Vec<_> = english.keys().filter(|key| !is_used(key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn every_deed_has_its_words() {
    let english = catalogue("en");
    let source = std::fs::read_to_string(root().join("src/store/mod.rs")).unwrap();
    let deeds = source.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next());
    let deeds: BTreeSet<&str> = deeds.collect();
    assert!(deeds.contains(Deed::SignedIn.as_str()), "they were found: {deeds:?}");
    for deed in deeds {
        assert!(english.contains_key(&format!("deed.{deed}")), "deed.{deed}");
    }
}

#[test]
fn no_page_holds_a_sentence_of_its_own() {
    for file in files(&root().join("console/pages"), "html") {
        let page = std::fs::read_to_string(&file).unwrap();
        let mut text = page;
        for (open, close) in [("{%", "%}"), ("{{", "}}"), ("{#", "#}"), ("<", ">")] {
            while let Some(from) = text.find(open) {
                let to = text[from..].find(close).map_or(text.len(), |at| from + at + close.len());
                text.replace_range(from..to, " ");
            }
        }
        let own: Vec<&str> = text
            .split_whitespace()
            .filter(|word| word.chars().any(char::is_alphabetic))
            .filter(|word| !["CSV", "JSON", "Lines"].contains(word))
            .collect();
        assert!(own.is_empty(), "{} says {own:?} by itself", file.display());
    }
}

#[test]
fn a_reader_is_spoken_to_in_the_language_they_chose_or_their_browser_asks_for() {
    let site = Site::published(1);
    let served = site.serve();
    let ines = account(&site, "ines", Role::Expert);
    let stranger = Browser::at(&served.address);
    let asked = |wanted: &str| {
        let asked = stranger.bare(reqwest::Method::GET, "/console/sign-in");
        let page = asked.header("accept-language", wanted).send().unwrap().text().unwrap();
        page.split("<html lang=\"").nth(1).unwrap()[..2].to_owned()
    };
    assert_eq!(asked("de-AT,de;q=0.9,en;q=0.8"), "de", "what is wanted most");
    assert_eq!(asked("pl,sv;q=0.4,fr;q=0.7"), "fr", "of those there are");
    assert_eq!(asked("pl;q=x,,;;q=,*"), "en", "English where none is");
    let browser = Browser::signed(&served.address, &site, &ines);
    let back = browser.post("/console/language", &[("language", "nl"), ("back", "/console/me")]);
    assert_eq!(super::location(&back), "/console/me", "back where they were");
    let elsewhere = Browser::signed(&served.address, &site, &ines);
    let page = elsewhere.get("/console/me").text().unwrap();
    assert!(
        page.contains("<html lang=\"nl\">") && page.contains("Console van de experts"),
        "it is theirs everywhere"
    );
    let odd = [("language", "xx"), ("back", "https://evil.example/")];
    assert_eq!(
        super::location(&browser.post("/console/language", &odd)),
        "/console",
        "and nowhere else"
    );
}
