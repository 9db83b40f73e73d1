//! One complete record of every kind.

use super::{date, id, language, read, record, source, strings};
use hrc_domain::kinds::{
    Answer, ChecklistItem, City, CityRole, Declaration, Element, Event, Figure, Finding,
    Initiative, Institution, Instrument, Link, LinkCheck, LinkUrl, Milestone, Origin, Place,
    Practice, Presence, Process, Publication, SourceKind, Stage, Tool,
};
use hrc_domain::record::{Confidence, FraElement, Stance};
use hrc_domain::{Detail, Facets, Record, Source};

const KIND: &str = "what an author writes is what a reader gets";

#[test]
fn a_city() {
    let city = City {
        roles: vec![CityRole::SelfDeclared, CityRole::GuestMember],
        place: Place {
            latitude: 47.06733,
            longitude: 15.44197,
            population: Some(303_270),
            geonames: Some(2_778_067),
        },
        declaration: Finding::Found(Declaration {
            date: date("2001-02-08"),
            body: "City council".to_owned(),
            process: Process::Formal,
            initiative: Initiative::Mixed,
            sources: strings(&["city"]),
        }),
        elements: vec![
            Element {
                element: FraElement::Structure,
                name: "Advisory council".to_owned(),
                presence: Presence::Present,
                since: Some(date("2007-04")),
                sources: strings(&["city"]),
            },
            Element {
                element: FraElement::Tool,
                name: "Budget".to_owned(),
                presence: Presence::NotFound,
                since: None,
                sources: Vec::new(),
            },
        ],
        milestones: vec![
            Milestone {
                date: date("1997"),
                text: "The idea arrives.".to_owned(),
                breach: false,
                sources: strings(&["city"]),
            },
            Milestone {
                date: date("2001-02-08"),
                text: "The council votes.".to_owned(),
                breach: true,
                sources: strings(&["city", "press"]),
            },
        ],
        figures: vec![Figure {
            label: "Members".to_owned(),
            value: "27".to_owned(),
            as_of: date("2007"),
            sources: strings(&["city"]),
        }],
    };
    let body =
        "Graz decided in 2001.[^city][^press]\n\n## Results\n\nNothing found in our sources.\n";
    let expected = Record {
        facets: Facets {
            country: Some("AT".to_owned()),
            region: Some("europe".to_owned()),
            ..Facets::default()
        },
        sources: vec![
            source("city", "City", "City of Graz", Confidence::Confirmed, true),
            Source {
                stance: Some(Stance::Critical),
                ..source("press", "Paper", "A paper", Confidence::Contested, false)
            },
        ],
        ..record("graz", "cities", "Graz", body, Detail::City(city))
    };
    assert_eq!(read("graz"), expected, "{KIND}");
}

#[test]
fn a_practice() {
    let practice = Practice {
        from: Finding::NotFound,
        to: Some(date("2024")),
        stage: Stage::Running,
        lead: "The advisory council".to_owned(),
        partners: strings(&["Parties", "Press"]),
    };
    let expected = Record {
        facets: Facets { city: Some(id("graz")), ..Facets::default() },
        ..record("campaigns", "cities", "Watching campaigns", "", Detail::Practice(practice))
    };
    assert_eq!(read("campaigns"), expected, "{KIND}");
}

#[test]
fn an_institution() {
    let institution = Institution {
        form: "Research institute".to_owned(),
        associate_member: true,
        urls: strings(&["https://www.etc-graz.eu/"]),
    };
    let expected =
        record("etc-graz", "framework", "ETC Graz", "", Detail::Institution(institution));
    assert_eq!(read("etc-graz"), expected, "{KIND}");
}

#[test]
fn an_instrument() {
    let instrument = Instrument {
        adopted: date("2000-12-07"),
        adopted_by: "European Union".to_owned(),
        binding: Some(true),
        reference: Some("C 202".to_owned()),
        urls: strings(&["https://eur-lex.europa.eu/"]),
    };
    let expected =
        record("charter", "framework", "The Charter", "", Detail::Instrument(instrument));
    assert_eq!(read("charter"), expected, "{KIND}");
}

#[test]
fn a_publication() {
    let publication = Publication {
        authors: strings(&["A. Writer", "B. Writer"]),
        publisher: "A press".to_owned(),
        published: date("2022"),
        isbn: Some("978-3-16-148410-0".to_owned()),
        doi: Some("10.1000/182".to_owned()),
        pages: Some(220),
        languages: vec![language("en"), language("de")],
        urls: strings(&["https://example.org/handbook"]),
    };
    let expected =
        record("handbook", "framework", "The handbook", "", Detail::Publication(publication));
    assert_eq!(read("handbook"), expected, "{KIND}");
}

#[test]
fn a_link() {
    let link = Link {
        group: "sdg-agenda".to_owned(),
        number: Some(1),
        entry: "D1".to_owned(),
        urls: vec![
            LinkUrl { original: "https://example.org/a".to_owned(), cleaned: None },
            LinkUrl {
                original: "http://example.org/b )".to_owned(),
                cleaned: Some("http://example.org/b".to_owned()),
            },
        ],
        source_kind: SourceKind::PublicAuthority,
        languages: vec![language("en")],
        check: LinkCheck::Moved { on: date("2026-11-19"), to: "https://example.org/c".to_owned() },
        archived: Some("https://archive.example.org/a".to_owned()),
    };
    assert_eq!(
        read("link-d1"),
        record("link-d1", "framework", "A link", "", Detail::Link(link)),
        "{KIND}"
    );
}

#[test]
fn an_answer() {
    let answer = Answer {
        question: "How do we begin?".to_owned(),
        published: date("2026-11"),
        origin: Origin::Editorial,
    };
    let body = "Ask who is missing.\n";
    let expected = record("first-answer", "framework", "An answer", body, Detail::Answer(answer));
    assert_eq!(read("first-answer"), expected, "{KIND}");
}

#[test]
fn an_event() {
    let event = Event {
        from: date("2026-05-10"),
        to: Some(date("2026-05-12")),
        place: Some("Graz".to_owned()),
        organiser: "The Network".to_owned(),
        urls: strings(&["https://example.org/forum"]),
    };
    assert_eq!(
        read("forum"),
        record("forum", "framework", "A forum", "", Detail::Event(event)),
        "{KIND}"
    );
}

#[test]
fn a_tool() {
    let tool = Tool {
        items: vec![ChecklistItem {
            id: "declared".to_owned(),
            element: FraElement::Foundation,
            question: "Has the council decided?".to_owned(),
            evidence: "Minutes".to_owned(),
            related: vec![id("graz")],
            sources: strings(&["fra"]),
        }],
    };
    let expected = Record {
        sources: vec![source("fra", "Framework", "FRA", Confidence::Confirmed, false)],
        ..record("checklist", "framework", "A checklist", "", Detail::Tool(tool))
    };
    assert_eq!(read("checklist"), expected, "{KIND}");
}

#[test]
fn an_article_and_a_theme_have_no_fields_of_their_own() {
    assert_eq!(
        read("way"),
        record("way", "framework", "The way", "", Detail::Article {}),
        "{KIND}"
    );
    let body = "A home is more than a roof.\n";
    let theme = record("housing", "framework", "Housing", body, Detail::Theme {});
    assert_eq!(read("housing"), theme, "{KIND}");
}
