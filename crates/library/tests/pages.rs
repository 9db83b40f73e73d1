//! What the screens show.

use crate::corpus::*;
use hrc_domain::kinds::*;
use hrc_domain::reading::Count;
use hrc_domain::record::{Confidence, FraElement};
use hrc_domain::search::{FacetGroup, SearchRequest};
use hrc_domain::{Detail, ErrorCode};
use hrc_library::{Batch, Library};

#[test]
fn a_reading_has_blocks_neighbours_and_labels_in_the_readers_language() {
    let (_dir, library) = library();
    let reading = library.reading(&id("graz"), &lang("de")).unwrap();
    assert!(reading.blocks.len() > 3, "its text, block by block");
    let related: Vec<_> = reading.related.iter().map(|r| r.title.as_str()).collect();
    assert_eq!(related, ["Wien"], "what is not here is left out, titles are German");
    let citing: Vec<_> = reading.cited_by.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(
        citing,
        ["graz-council", "vienna"],
        "its practice, and the city whose text links to it"
    );
    let label = |group: &str, value: &str| {
        reading
            .labels
            .iter()
            .find(|l| l.group == group && l.value == value)
            .map(|l| l.label.as_str())
    };
    assert_eq!(label("country", "AT"), Some("Österreich"), "from the list");
    assert_eq!(label("theme", "participation"), Some("Teilhabe"), "from the theme's record");
    assert_eq!(
        label("udhr", "21"),
        Some("Taking part in government"),
        "in English where there is no German"
    );
    assert_eq!(reading.minutes, 1, "at least one minute");
    assert_eq!(
        library.reading(&id("atlantis"), &lang("de")).unwrap_err().code,
        ErrorCode::NotFound,
        "no such record"
    );
}

#[test]
fn the_directory_keeps_the_networks_order() {
    let (_dir, library) = library();
    let directory = library.links(&lang("de")).unwrap();
    let groups: Vec<_> =
        directory.groups.iter().map(|g| (g.id.as_str(), g.label.as_str())).collect();
    assert_eq!(
        groups,
        [("all", "Nützliche Links"), ("networks", "Netzwerke"), ("members", "Associate members")],
        "as in the list"
    );
    let networks = &directory.groups[1];
    assert_eq!(networks.parent.as_deref(), Some("Nützliche Links"), "the group above, by name");
    let links: Vec<_> = networks.links.iter().map(|l| l.id.as_str()).collect();
    assert_eq!(links, ["fra", "uclg-cisdp"], "by number");
    let cisdp = &networks.links[1];
    assert_eq!(
        (cisdp.title.as_str(), cisdp.summary.as_str()),
        ("Ausschuss für Menschenrechte", "Ausschuss für soziale Inklusion."),
        "in German"
    );
    assert!(cisdp.unreviewed && cisdp.language == "de", "no editor has cleared it");
    assert!(
        !networks.links[0].unreviewed && networks.links[0].language == "en",
        "the original needs no clearing"
    );
    assert_eq!(cisdp.themes[0].title, "Teilhabe", "themes by their German name");
    assert_eq!((directory.numbered, directory.entries, directory.addresses), (2, 3, 3), "counted");
}

#[test]
fn the_front_pages_counts_are_those_of_a_search() {
    let (_dir, library) = library();
    let overview = library.overview(&lang("en")).unwrap();
    assert_eq!(overview.records as usize, library.list(None).unwrap().len(), "every record");
    let check = |group: FacetGroup, counts: &[Count]| {
        for count in counts {
            let mut request = SearchRequest::new("", lang("en"), 1);
            request.filters.insert(group, vec![count.value.clone()]);
            let total = library.search(&request).unwrap().total;
            assert_eq!(
                count.count, total,
                "{group:?} {}: the page must not promise more",
                count.value
            );
        }
    };
    check(FacetGroup::Section, &overview.sections);
    check(FacetGroup::Udhr, &overview.rights);
    check(FacetGroup::Theme, &overview.themes);
    check(FacetGroup::Kind, &overview.kinds);
    let sections: Vec<_> = overview.sections.iter().map(|s| s.value.as_str()).collect();
    assert_eq!(
        sections,
        ["framework", "city-cases", "useful-links", "experts"],
        "in their order, empty ones too"
    );
    assert_eq!(overview.rights.len(), 30, "every article");
    assert_eq!(overview.rights[0].label, "Free and equal", "by name");
}

#[test]
fn the_status_tells_the_edition() {
    let (dir, library) = library();
    let status = library.status().unwrap();
    assert_eq!(status.edition.as_deref(), Some("2026-11-25"), "the latest change");
    assert_eq!((status.head, status.schema), (0, 5), "a bundle that never synced");
    assert_eq!(status.digest.len(), 64, "64 digits");
    assert_eq!(status.folder, dir.path().display().to_string(), "where it lies");
    assert!(status.bytes > 10_000 && status.index_current, "database and index");
}

#[test]
fn an_article_says_its_own_words_in_the_readers_language_or_in_english() {
    let (_dir, library) = library();
    let wording =
        |value: &str, code: &str| library.wording(FacetGroup::Udhr, value, &lang(code)).unwrap();
    let german = wording("1", "de").unwrap();
    assert_eq!(german.label, "Frei und gleich", "its name");
    assert_eq!(german.paragraphs, ["Alle Menschen sind frei geboren."], "its words");
    assert_eq!(german.language, lang("de"));
    let swedish = wording("1", "sv").unwrap();
    assert_eq!(swedish.paragraphs, ["All are born free.", "1. All of them."], "else in English");
    assert_eq!(swedish.language, lang("en"), "and it is said which language that is");
    assert_eq!(wording("21", "en"), None, "no words were given");
    assert_eq!(wording("31", "en"), None, "no such article");
    assert_eq!(
        library.wording(FacetGroup::Kind, "city", &lang("en")).unwrap(),
        None,
        "a kind says nothing"
    );
}

#[test]
fn an_editorial_answer_says_so_wherever_it_is_named() {
    let (dir, library) = library();
    let answer = |origin| {
        hrc_domain::Detail::Answer(Answer {
            question: "How does one begin?".to_owned(),
            published: date("2026-11-20"),
            origin,
        })
    };
    let asked = |name: &str, origin| {
        let mut one = record(name, "Beginning with a declaration", answer(origin));
        one.related = vec![id("graz")];
        put(1, one)
    };
    let changes = vec![asked("by-editors", Origin::Editorial), asked("by-user", Origin::User)];
    library.apply(Batch { head: 1, changes }).unwrap();
    drop(library);
    let library = Library::open(dir.path()).unwrap();
    let hits = search(&library, "beginning declaration").hits;
    let editorial = |name: &str| hits.iter().find(|h| h.id == id(name)).map(|hit| hit.editorial);
    assert_eq!(editorial("by-editors"), Some(true), "in a result");
    assert_eq!(editorial("by-user"), Some(false), "and only where it is so");
    let citing = library.reading(&id("graz"), &lang("en")).unwrap().cited_by;
    let named = |name: &str| citing.iter().find(|r| r.id == id(name)).map(|r| r.editorial);
    assert_eq!(named("by-editors"), Some(true), "where another record names it");
    assert_eq!(named("by-user"), Some(false));
}

/// Graz with a declaration, things it has and does not have, and a place.
fn graz_described() -> hrc_domain::Record {
    let mut graz = records().into_iter().find(|r| r.id == id("graz")).unwrap();
    if let Detail::City(city) = &mut graz.detail {
        city.place.population = Some(303_270);
        city.declaration = Finding::Found(Declaration {
            date: date("2001-02-08"),
            body: "City council".to_owned(),
            process: Process::Formal,
            initiative: Initiative::Mixed,
            sources: vec!["a".to_owned(), "b".to_owned()],
        });
        let element = |element, presence| Element {
            element,
            name: "Something".to_owned(),
            presence,
            since: None,
            sources: Vec::new(),
        };
        city.elements = vec![
            element(FraElement::Tool, Presence::Partly),
            element(FraElement::Structure, Presence::Present),
            element(FraElement::Tool, Presence::Present),
            element(FraElement::Foundation, Presence::NotFound),
        ];
    }
    graz
}

#[test]
fn the_cities_stand_side_by_side_in_the_readers_alphabet() {
    let (_dir, library) = library();
    library.apply(Batch { head: 1, changes: vec![put(1, graz_described())] }).unwrap();
    let cities = library.cities(&lang("de")).unwrap();
    let titles: Vec<_> = cities.cities.iter().map(|c| c.title.as_str()).collect();
    assert_eq!(
        titles,
        ["Gdańsk", "Graz", "Lyon", "Nürnberg", "Piteå", "Wien"],
        "every city and nothing else, by its German name"
    );
    assert_eq!(cities.total as usize, titles.len(), "none is left out");
    let graz = &cities.cities[1];
    assert_eq!(graz.declared, Some(date("2001-02-08")), "from its declaration");
    assert_eq!(
        graz.confidence,
        Some(Confidence::Single),
        "a declaration is as sure as the weakest source it stands on"
    );
    assert_eq!(
        graz.has,
        [FraElement::Structure, FraElement::Tool],
        "what was not found is not had, and what is there twice is had once"
    );
    let practices: Vec<_> = graz.practices.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        practices,
        ["graz-council"],
        "the programme that is its own, and no record that names it"
    );
    assert_eq!(graz.practices[0].from, Some(date("2007")), "with its beginning");
    let vienna = &cities.cities[5];
    assert_eq!(vienna.declared, None, "what the sources do not tell is not told");
    assert!(vienna.practices.is_empty(), "another city's programme is not its own");
    let label = |group: &str, value: &str| {
        let found = cities.labels.iter().find(|l| l.group == group && l.value == value);
        found.map(|l| l.label.as_str())
    };
    assert_eq!(label("country", "AT"), Some("Österreich"), "countries by name");
    assert_eq!(label("theme", "participation"), Some("Teilhabe"), "and themes");
}
