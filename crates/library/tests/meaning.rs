//! Words that mean the same, and what is offered where nothing matches.

use crate::corpus::*;
use hrc_domain::Entry;
use hrc_domain::search::{AlsoSearched, FacetGroup, SearchRequest, SearchResponse};
use hrc_library::{Batch, Library};
use std::collections::BTreeMap;
use tempfile::TempDir;

/// Groups of wordings: a language and what means the same in it.
fn list(groups: &[(&str, &[&str])]) -> Entry {
    let mut list = vocabulary("synonyms", &[]);
    for (n, (language, wordings)) in groups.iter().enumerate() {
        let (name, others) = wordings.split_first().unwrap();
        let others = others.iter().map(|w| (*w).to_owned()).collect();
        list.concepts.push(hrc_domain::vocabulary::Concept {
            id: format!("group-{n}"),
            parent: None,
            names: BTreeMap::from([(lang(language), (*name).to_owned())]),
            alternatives: BTreeMap::from([(lang(language), others)]),
            texts: BTreeMap::new(),
        });
    }
    Entry::Vocabulary(list)
}

fn paper(name: &str, language: &str, title: &str, body: &str) -> hrc_library::Change {
    let mut paper = record(name, title, hrc_domain::Detail::Article {});
    paper.language = lang(language);
    paper.summary = "A paper.".to_owned();
    paper.body = body.to_owned();
    put(1, paper)
}

fn meaning() -> (TempDir, Library) {
    let (dir, library) = library();
    let groups: &[(&str, &[&str])] = &[
        ("en", &["homelessness", "rough sleeping", "rooflessness"]),
        ("en", &["ombudsperson", "ombudsman", "ombuds office"]),
        ("en", &["asylum seekers", "asylum applicants"]),
        ("sv", &["ombudsman", "klagomur"]),
    ];
    let changes = vec![
        upsert(1, list(groups)),
        paper("said", "en", "A cold winter", "Rough sleeping grew. Nobody counts rough sleeping."),
        paper("meant", "en", "Homelessness", "Homelessness means homelessness."),
        paper("torn", "en", "Bad nights", "A rough night. A sleeping town."),
        paper("office", "en", "Where to complain", "The ombuds office of the town hears you."),
        paper("wall", "sv", "En klagomur", "Klagomur i staden."),
        paper("asylum", "en", "Arrival", "All asylum applicants are heard."),
    ];
    library.apply(Batch { head: 1, changes }).unwrap();
    (dir, library)
}

fn also(typed: &str, used: &[&str]) -> Vec<AlsoSearched> {
    let used = used.iter().map(|word| (*word).to_owned()).collect();
    vec![AlsoSearched { typed: typed.to_owned(), used }]
}

fn place(response: &SearchResponse, name: &str) -> Option<usize> {
    ids(response).iter().position(|id| *id == name)
}

#[test]
fn what_means_the_same_is_found_after_what_was_typed() {
    let (_dir, library) = meaning();
    for typed in ["rough sleeping", "Rough Sleeping ", "rough sleeping winter"] {
        let response = search(&library, typed);
        assert_eq!(place(&response, "said"), Some(0), "{typed:?}: the typed words come first");
        assert_eq!(
            response.also,
            also(typed.split(" winter").next().unwrap().trim(), &["homelessness"]),
            "{typed:?}: the reader is told, and only of what the library has"
        );
    }
    let response = search(&library, "rough sleeping");
    let (torn, meant) = (place(&response, "torn"), place(&response, "meant"));
    assert!(meant.is_some(), "homelessness is the same thing: {:?}", ids(&response));
    assert!(torn < meant, "both words as typed, however far apart, are as typed");
    let response = search(&library, "homelessness");
    assert_eq!(place(&response, "meant"), Some(0), "the typed word comes first");
    assert!(place(&response, "said").is_some(), "a phrase may stand for a word");
    assert!(place(&response, "torn").is_none(), "but only as a phrase");
}

#[test]
fn a_word_the_library_does_not_have_is_understood_rather_than_corrected() {
    let (_dir, library) = meaning();
    let response = search(&library, "ombudsperson ");
    assert_eq!(ids(&response), ["office"], "the office is what is meant");
    assert_eq!(response.corrected, None, "it is no mistake");
    assert_eq!(response.also, also("ombudsperson", &["ombuds office"]), "and it is said");
    let hit = &response.hits[0];
    let marked: Vec<_> = hit.passages[0].text.iter().filter(|s| s.hit).map(|s| &s.text).collect();
    assert_eq!(marked, ["ombuds", "office"], "the stand-in is marked");
}

#[test]
fn endings_do_not_matter_and_languages_stay_apart() {
    let (_dir, library) = meaning();
    let response = search(&library, "asylum seeker");
    assert_eq!(
        response.also,
        also("asylum seeker", &["asylum applicants"]),
        "one or many, it is known"
    );
    assert!(place(&response, "asylum").is_some(), "and found");
    let swedish = SearchRequest::new("ombudsman", lang("sv"), 20);
    let response = library.search(&swedish).unwrap();
    assert_eq!(
        response.also,
        also("ombudsman", &["klagomur"]),
        "the reader's language is believed"
    );
    let response = search(&library, "Ombudsman ");
    assert_eq!(response.also, also("Ombudsman", &["ombuds office"]), "English has other wordings");
}

#[test]
fn who_wants_the_words_exactly_gets_them_exactly() {
    let (_dir, library) = meaning();
    let mut request = SearchRequest::new("ombudsperson", lang("en"), 20);
    request.exact = true;
    let response = library.search(&request).unwrap();
    assert!(response.also.is_empty() && response.total == 0, "nothing says so: {response:?}");
    let quoted = search(&library, "\"rough sleeping\"");
    assert!(quoted.also.is_empty(), "a phrase in quotes is meant as it is");
    assert_eq!(ids(&quoted), ["said"], "and found as it is");
    let without = search(&library, "homelessness -winter");
    assert!(place(&without, "said").is_none(), "what is left out stays out, whatever stands in");
}

#[test]
fn a_changed_list_is_followed_at_once() {
    let (_dir, library) = meaning();
    let before = library.status().unwrap();
    let changes = vec![upsert(2, list(&[("en", &["tent city", "homelessness"])]))];
    library.apply(Batch { head: 2, changes }).unwrap();
    assert!(library.status().unwrap().index_current, "after {before:?}");
    assert_eq!(search(&library, "rough sleeping").also, [], "what is off the list is forgotten");
    let response = search(&library, "tent city");
    assert_eq!(response.also, also("tent city", &["homelessness"]), "what is new is known");
    assert!(place(&response, "meant").is_some(), "and found");
}

#[test]
fn an_empty_result_offers_near_ones() {
    let (_dir, library) = meaning();
    let near = |request: &SearchRequest| {
        let response = library.search(request).unwrap();
        assert_eq!((response.total, response.hits.len()), (0, 0), "{request:?}");
        assert!(response.near.len() <= 5, "{request:?}: a few will do");
        let ids: Vec<String> = response.near.iter().map(|hit| hit.id.to_string()).collect();
        ids
    };
    let mut ticked = SearchRequest::new("graz", lang("en"), 20);
    ticked.filters.insert(FacetGroup::Country, vec!["SE".to_owned()]);
    assert_eq!(near(&ticked)[0], "graz", "without what is ticked, it is there");
    let phrase = SearchRequest::new("\"sleeping rough\"", lang("en"), 20);
    assert!(near(&phrase).contains(&"said".to_owned()), "the words are there, in another order");
    let excluded = SearchRequest::new("klagomur -staden", lang("en"), 20);
    assert_eq!(near(&excluded), ["wall"], "what was left out was all there is");
    let mut exact = SearchRequest::new("homelesness", lang("en"), 20);
    exact.exact = true;
    assert_eq!(near(&exact)[0], "meant", "the mistake is offered mended");
    let found = search(&library, "graz");
    assert!(found.near.is_empty(), "where something is found nothing else is offered");
}
