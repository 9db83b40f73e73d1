//! What holds for every query and every record, not only for those somebody thought of.

use crate::corpus::*;
use hrc_domain::search::{FacetGroup, Order, SearchRequest};
use hrc_library::Library;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use tempfile::TempDir;

fn shared() -> &'static Library {
    static SHARED: OnceLock<(TempDir, Library)> = OnceLock::new();
    &SHARED.get_or_init(library).1
}

fn any_filters() -> impl Strategy<Value = Vec<(usize, String)>> {
    let value = prop_oneof!["AT|DE|city|link|housing|1|21|both|general|en", any::<String>()];
    prop::collection::vec((0..FacetGroup::ALL.len(), value), 0..4)
}

fn any_query() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"\\-a-zäöüß人 “«()\\[\\]:*~^\\\\\u{0}\u{200f}\u{0600}🏙]{0,40}",
        "(-?\"?(graz|wien|human rights|menschen|nürmberg|人权|حقوق|права)\"? ?){0,6}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_string_with_any_filter_has_an_answer(
        query in any_query(), filters in any_filters(), exact: bool, order in 0..3_usize,
        offset in prop_oneof![Just(0), any::<u32>()], limit: u32, language in "[a-z]{2}",
    ) {
        let mut request = SearchRequest::new(query, lang(&language), limit);
        for (group, value) in filters {
            request.filters.entry(FacetGroup::ALL[group]).or_default().push(value);
        }
        request.exact = exact;
        request.order = [Order::Best, Order::Title, Order::Newest][order];
        request.offset = offset;
        let began = Instant::now();
        let response = shared().search(&request);
        prop_assert!(began.elapsed() < Duration::from_secs(1), "no string stops anyone");
        prop_assert!(response.is_ok(), "{response:?}");
        let response = response.unwrap();
        prop_assert!(response.hits.len() <= 100 && response.hits.len() as u32 <= response.total, "bounded");
        prop_assert!(response.near.len() <= 5, "a few near ones will do");
        prop_assert!(response.total == 0 || response.near.is_empty(), "and only where nothing matches");
        for hit in response.hits.iter().chain(&response.near) {
            prop_assert!(!hit.passages.is_empty() && hit.passages.len() <= 2, "something to read");
            let letters: usize = hit.passages[0].text.iter().map(|s| s.text.chars().count()).sum();
            prop_assert!(letters < 400, "passages are short");
        }
    }
}

#[test]
fn hostile_queries_take_no_longer_than_others() {
    let library = shared();
    let hostile = [
        "a".repeat(10_000),
        "a ".repeat(5_000),
        "\"".repeat(10_000),
        "-".repeat(10_000),
        "nürmberg ".repeat(1_000),
        "🏙".repeat(2_500),
        "\u{202e}graz\u{0}\u{feff}".to_owned(),
        "((((((((((".to_owned(),
        "e\u{301}".repeat(5_000),
        "xqzvwk ".repeat(32),
    ];
    for query in hostile {
        let began = Instant::now();
        let response = library.search(&SearchRequest::new(query.clone(), lang("en"), 20));
        assert!(response.is_ok(), "{:?} is a query", query.chars().take(20).collect::<String>());
        assert!(
            began.elapsed() < Duration::from_secs(1),
            "{:?} must not stop anyone",
            query.chars().take(20).collect::<String>()
        );
    }
}

/// The words of a record, from this many letters on.
fn words_of(record: &hrc_domain::Record, letters: usize) -> BTreeSet<String> {
    let text = format!("{} {} {}", record.title, record.summary, hrc_markup::plain(&record.body));
    let plain = |c: char| !c.is_alphanumeric();
    text.split(plain).filter(|w| w.chars().count() >= letters).map(str::to_owned).collect()
}

fn finds(library: &Library, query: &str, name: &str) -> bool {
    let response = library.search(&SearchRequest::new(query, lang("en"), 100)).unwrap();
    response.hits.iter().any(|hit| hit.id.as_str() == name)
}

fn folded(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    word.to_lowercase().nfd().filter(char::is_ascii).collect()
}

#[test]
fn every_record_is_found_by_each_of_its_words() {
    let library = shared();
    for record in records() {
        for word in words_of(&record, 1) {
            for typed in [word.clone(), word.to_uppercase(), folded(&word)] {
                assert!(
                    finds(library, &format!("{typed} "), record.id.as_str()),
                    "{typed} is in {}",
                    record.id
                );
                assert!(
                    finds(library, &typed, record.id.as_str()),
                    "{typed}, still typed, is in {}",
                    record.id
                );
            }
        }
    }
}

#[test]
fn every_record_is_found_by_its_words_with_one_letter_wrong() {
    let library = shared();
    for record in records() {
        for word in words_of(&record, 6) {
            let letters: Vec<char> = word.chars().collect();
            for at in 0..letters.len() {
                let (mut replaced, mut dropped, mut swapped) =
                    (letters.clone(), letters.clone(), letters.clone());
                replaced[at] = if letters[at] == 'x' { 'q' } else { 'x' };
                dropped.remove(at);
                swapped.swap(at, (at + 1) % letters.len());
                let swaps = at + 1 < letters.len();
                for (how, letters) in [
                    ("replaced", Some(replaced)),
                    ("dropped", Some(dropped)),
                    ("swapped", swaps.then_some(swapped)),
                ] {
                    let Some(typed) = letters.map(|l| l.into_iter().collect::<String>()) else {
                        continue;
                    };
                    let response = library
                        .search(&SearchRequest::new(format!("{typed} "), lang("en"), 100))
                        .unwrap();
                    // A mistake that makes another known word is that word.
                    let other = response.corrected.is_none() && response.total > 0;
                    let found = response.hits.iter().any(|hit| hit.id == record.id);
                    assert!(found || other, "{typed} ({word} {how} at {at}) means {}", record.id);
                }
            }
        }
    }
}
