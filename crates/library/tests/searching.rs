//! What somebody types and what comes back.

use crate::corpus::*;
use hrc_domain::search::{Order, SearchRequest, Span};
use std::thread;

fn first(library: &hrc_library::Library, query: &str) -> String {
    found(library, query).into_iter().next().unwrap_or_default()
}

#[test]
fn a_city_is_found_from_its_first_letter_on() {
    let (_dir, library) = library();
    let both = found(&library, "g");
    assert!(
        both.contains(&"graz".to_owned()) && both.contains(&"gdansk".to_owned()),
        "two cities so far"
    );
    for typed in ["gr", "gra", "graz"] {
        assert_eq!(first(&library, typed), "graz", "{typed:?} already means the city");
    }
    assert_eq!(first(&library, "menschenrechtsb"), "graz-council", "long starts are found too");
    assert!(
        found(&library, "menschenrechtsb ").len() <= found(&library, "menschenrechtsb").len(),
        "a space ends the word"
    );
}

#[test]
fn a_place_name_puts_its_city_first_in_any_language() {
    let (_dir, library) = library();
    for (typed, city) in [
        ("Vienna", "vienna"),
        ("Wien", "vienna"),
        ("wenen", "vienna"),
        ("Neurenberg", "nuremberg"),
        ("Friedensstadt", "nuremberg"),
        ("graz", "graz"),
        ("Lyon", "lyon"),
    ] {
        assert_eq!(first(&library, typed), city, "{typed} is a name of {city}");
    }
}

#[test]
fn accents_may_be_missing_and_umlauts_written_out() {
    let (_dir, library) = library();
    for (typed, city) in [
        ("Pitea", "pitea"),
        ("Piteå", "pitea"),
        ("Pitea\u{30a}", "pitea"),
        ("PITEÅ", "pitea"),
        ("Gdansk", "gdansk"),
        ("Gdańsk", "gdansk"),
        ("Lodz", "gdansk"),
        ("Nurnberg", "nuremberg"),
        ("Nürnberg", "nuremberg"),
        ("Nuernberg", "nuremberg"),
    ] {
        let response = search(&library, typed);
        assert_eq!(ids(&response).first(), Some(&city), "{typed} is a way to write it");
        assert_eq!(response.corrected, None, "{typed} is no mistake");
    }
}

#[test]
fn inflected_words_meet_in_the_language_of_the_text() {
    let (_dir, library) = library();
    assert!(
        found(&library, "advise council ").contains(&"graz-council".to_owned()),
        "advises, English"
    );
    assert!(
        found(&library, "rättighet ").contains(&"pitea".to_owned()),
        "rättigheter, Swedish, asked in English"
    );
    assert!(
        found(&library, "défenseur ").contains(&"lyon".to_owned()),
        "défenseurs, French, asked in English"
    );
}

#[test]
fn misspelt_words_are_replaced_and_that_is_said() {
    let (_dir, library) = library();
    let response = search(&library, "Nürnbrg award");
    assert_eq!(ids(&response).first(), Some(&"nuremberg"), "one letter wrong");
    let correction = response.corrected.unwrap();
    assert_eq!(correction.words.len(), 1, "only the word that occurs nowhere");
    assert_eq!(correction.words[0].typed, "Nürnbrg", "as it was typed");
    assert_eq!(correction.words[0].used[0], "Nürnberg", "as it is written, not as it is indexed");
    assert_eq!(correction.query, "Nürnberg award", "the query as searched");
    for (typed, meant) in [
        ("grza", "graz"),
        ("viena", "vienna"),
        ("menschenrechtsbierat", "graz"),
        ("draz", "graz"),
        ("particpation", "participation"),
    ] {
        assert!(found(&library, typed).contains(&meant.to_owned()), "{typed} means {meant}");
    }
}

#[test]
fn exact_refuses_corrections() {
    let (_dir, library) = library();
    let mut request = SearchRequest::new("Nürmberg", lang("en"), 20);
    request.exact = true;
    let response = library.search(&request).unwrap();
    assert_eq!((response.total, response.corrected), (0, None), "the word is taken as typed");
}

#[test]
fn typos_beyond_repair_still_find_something_alike() {
    let (_dir, library) = library();
    assert!(!found(&library, "menschnrechtspries").is_empty(), "the page is not left empty");
    assert!(
        found(&library, "stadsplanering ").contains(&"pitea".to_owned()),
        "part of a longer word"
    );
}

#[test]
fn quotes_ask_for_words_in_their_order() {
    let (_dir, library) = library();
    let phrase = found(&library, "\"human rights council\"");
    assert!(phrase.contains(&"graz-council".to_owned()), "it is the title");
    assert!(!phrase.contains(&"vienna".to_owned()), "council and human rights stand apart there");
    assert_eq!(found(&library, "\"rights human\""), Vec::<String>::new(), "the order counts");
    assert!(
        found(&library, "\"human rihgts council\"").contains(&"graz-council".to_owned()),
        "a mistake in a phrase is mended"
    );
    assert!(
        found(&library, "\"human rights coun").contains(&"graz-council".to_owned()),
        "still being typed"
    );
}

#[test]
fn minus_takes_records_away() {
    let (_dir, library) = library();
    let with = found(&library, "council ");
    assert!(with.contains(&"vienna".to_owned()), "the word is there");
    let without = found(&library, "council -vienna");
    assert!(
        !without.contains(&"vienna".to_owned()) && without.contains(&"graz".to_owned()),
        "only Vienna goes"
    );
    assert!(
        !found(&library, "council -\"human rights council\" ").contains(&"graz-council".to_owned()),
        "phrases too"
    );
    assert!(!found(&library, "-cities").contains(&"graz".to_owned()), "in its other forms as well");
    let all = library.list(None).unwrap().len();
    let only = search(&library, "-vienna");
    assert!(
        only.total > 0 && (only.total as usize) < all,
        "nothing but an exclusion means all the others"
    );
    assert!(!ids(&only).contains(&"vienna"), "the excluded one is out");
}

#[test]
fn few_results_are_filled_up_behind_the_full_matches() {
    let (_dir, library) = library();
    let response = found(&library, "menschenrechtspreis housing ");
    assert!(response.len() > 1, "no record has both words, so those with one are shown");
    let both = found(&library, "hate housing ");
    assert_eq!(both[0], "graz", "the record with both words comes before those with one");
}

#[test]
fn small_words_need_not_be_there() {
    let (_dir, library) = library();
    assert_eq!(
        first(&library, "what is a human rights city"),
        "human-rights-city",
        "a question finds its term"
    );
    assert!(
        found(&library, "the Lyon of").contains(&"lyon".to_owned()),
        "English small words in a French text"
    );
}

#[test]
fn acronyms_and_addresses_put_their_link_first() {
    let (_dir, library) = library();
    for typed in [
        "CISDP",
        "cisdp",
        "uclg-cisdp",
        "uclg-cisdp.org",
        "https://www.uclg-cisdp.org/en",
        "www.uclg-cisdp.org",
    ] {
        assert_eq!(first(&library, typed), "uclg-cisdp", "{typed} names the link");
    }
    assert_eq!(first(&library, "fra.europa.eu"), "fra", "the host names the link");
    assert_eq!(first(&library, "ETC Graz"), "etc-graz", "the title as a whole wins over Graz");
}

#[test]
fn labels_find_records_in_every_language() {
    let (_dir, library) = library();
    assert!(
        found(&library, "Österreich").contains(&"graz".to_owned()),
        "the country's German name"
    );
    assert!(found(&library, "Teilhabe").contains(&"graz".to_owned()), "the theme's German name");
}

#[test]
fn nothing_typed_lists_everything_by_title() {
    let (_dir, library) = library();
    let response = search(&library, "  ");
    assert_eq!(response.total as usize, library.list(None).unwrap().len(), "every record");
    let titles: Vec<String> =
        response.hits.iter().map(|hit| plain(&hit.title).to_lowercase()).collect();
    let mut sorted = titles.clone();
    sorted.sort();
    assert_eq!(titles, sorted, "in the order of the alphabet");
    assert!(
        response.hits.iter().all(|hit| hit.passages.len() == 1 && hit.passages[0].anchor.is_none()),
        "with summaries"
    );
}

#[test]
fn orders_and_pages_fit_together() {
    let (_dir, library) = library();
    let mut request = SearchRequest::new("human rights", lang("en"), 100);
    for order in [Order::Best, Order::Title, Order::Newest] {
        request.order = order;
        request.offset = 0;
        request.limit = 100;
        let whole = library.search(&request).unwrap();
        let mut paged = Vec::new();
        request.limit = 2;
        while paged.len() < whole.hits.len() {
            request.offset = paged.len() as u32;
            let page = library.search(&request).unwrap();
            assert!(!page.hits.is_empty(), "pages end where the results end");
            paged.extend(page.hits);
        }
        let names = |hits: &[hrc_domain::search::Hit]| {
            hits.iter().map(|h| h.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(&paged), names(&whole.hits), "{order:?}: pages are pieces of the whole");
    }
    request.order = Order::Newest;
    request.offset = 0;
    assert_eq!(
        ids(&library.search(&request).unwrap())[0],
        "vienna",
        "the latest change comes first"
    );
    request.offset = u32::MAX;
    request.limit = u32::MAX;
    assert!(library.search(&request).unwrap().hits.is_empty(), "behind the end is nothing");
}

fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

fn marked(spans: &[Span]) -> Vec<&str> {
    spans.iter().filter(|span| span.hit).map(|span| span.text.as_str()).collect()
}

#[test]
fn passages_show_where_it_stands_with_the_words_as_written() {
    let (_dir, library) = library();
    let response = search(&library, "advise mayor");
    let hit = response.hits.iter().find(|hit| hit.id.as_str() == "graz").unwrap();
    let passage = &hit.passages[0];
    assert_eq!(passage.heading, "Human Rights Council", "the heading it stands under");
    assert_eq!(marked(&passage.text), ["advises", "mayor"], "as written, with its ending");
    let anchor = passage.anchor.clone().unwrap();
    let reading = library.reading(&hit.id, &lang("en")).unwrap();
    assert!(reading.blocks.iter().any(|block| block.anchor == anchor), "one can jump there");

    let response = search(&library, "nurnberger");
    assert_eq!(
        marked(&response.hits[0].passages[0].text),
        ["Nürnberger"],
        "umlauts keep their bytes"
    );
    let response = search(&library, "Nürmberger");
    assert_eq!(
        marked(&response.hits[0].passages[0].text),
        ["Nürnberger"],
        "corrected words are marked"
    );
    let response = search(&library, "gd");
    assert_eq!(marked(&response.hits[0].title), ["Gdańsk"], "a start marks the word it begins");
}

#[test]
fn a_summary_in_another_language_is_shown_where_it_explains_the_hit() {
    let (_dir, library) = library();
    let response = search(&library, "Inklusion ");
    let hit = response.hits.iter().find(|hit| hit.id.as_str() == "uclg-cisdp").unwrap();
    assert_eq!(
        marked(&hit.passages[0].text),
        ["Inklusion"],
        "the German line, to an English reader"
    );
}

#[test]
fn the_name_it_was_found_by_is_shown() {
    let (_dir, library) = library();
    let response = search(&library, "friedensstadt");
    assert_eq!(
        response.hits[0].found_as.as_deref(),
        Some("Friedensstadt"),
        "the title does not tell why"
    );
    let response = search(&library, "nuremberg");
    assert_eq!(response.hits[0].found_as, None, "the title tells");
    let german = library.search(&SearchRequest::new("Vienna", lang("de"), 5)).unwrap();
    assert_eq!(plain(&german.hits[0].title), "Wien", "titles are in the reader's language");
    assert_eq!(german.hits[0].found_as.as_deref(), Some("Vienna"), "then the typed name explains");
}

#[test]
fn a_hit_says_what_it_rests_on() {
    let (_dir, library) = library();
    let response = search(&library, "graz");
    let hit = &response.hits[0];
    assert_eq!(hit.as_of, Some(date("2023-05")), "the newest date among its sources");
    assert_eq!(
        hit.confidence,
        Some(hrc_domain::record::Confidence::Single),
        "the weakest of its sources"
    );
    assert_eq!(hit.country.as_deref(), Some("AT"), "its country");
}

#[test]
fn many_threads_search_at_once() {
    let (_dir, library) = library();
    let expected = found(&library, "human rights");
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(
                        found(&library, "human rights"),
                        expected,
                        "every thread, every time"
                    );
                }
            });
        }
    });
}
