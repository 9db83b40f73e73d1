//! Queries as people type them, each with the record that must come first (or early).

use crate::harness::programs::{bundle, root};
use hrc_domain::Language;
use hrc_domain::search::SearchRequest;
use hrc_library::Library;
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    query: Vec<Query>,
}

#[derive(Deserialize)]
struct Query {
    /// As typed.
    typed: String,
    /// The reader's language.
    #[serde(default = "english")]
    language: String,
    /// The record that is meant.
    expects: String,
    /// Among the first so many.
    #[serde(default = "one")]
    within: usize,
}

fn english() -> String {
    "en".to_owned()
}

const fn one() -> usize {
    1
}

#[test]
fn every_golden_query_finds_the_record_that_is_meant() {
    let text = std::fs::read_to_string(root().join("tests/fixtures/golden.toml")).unwrap();
    let golden: Golden = toml::from_str(&text).unwrap();
    assert!(golden.query.len() >= 60, "the file was read whole: {} queries", golden.query.len());
    let library = Library::open(bundle()).unwrap();
    let mut misses = Vec::new();
    for Query { typed, language, expects, within } in &golden.query {
        let request = SearchRequest::new(typed, Language::new(language.as_str()).unwrap(), 10);
        let response = library.search(&request).unwrap();
        let ids: Vec<_> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
        if !ids.iter().take(*within).any(|id| id == expects) {
            misses.push(format!(
                "{typed:?} ({language}) should give {expects} within {within}, gave {ids:?}"
            ));
        }
    }
    assert!(
        misses.is_empty(),
        "{} of {} queries miss:\n{}",
        misses.len(),
        golden.query.len(),
        misses.join("\n")
    );
}
