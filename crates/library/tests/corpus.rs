//! A small library made by hand: cities with names in other languages, and what belongs to them.

use hrc_domain::kinds::*;
use hrc_domain::record::*;
use hrc_domain::search::{SearchRequest, SearchResponse};
use hrc_domain::vocabulary::Concept;
use hrc_domain::{
    Detail, Entry, Facets, Language, PartialDate, Record, RecordId, Source, Supplement, Vocabulary,
};
use hrc_library::{Batch, Change, Library};
use std::collections::BTreeMap;
use tempfile::TempDir;

pub fn id(id: &str) -> RecordId {
    RecordId::new(id).unwrap()
}

pub fn lang(code: &str) -> Language {
    Language::new(code).unwrap()
}

pub fn date(text: &str) -> PartialDate {
    PartialDate::new(text).unwrap()
}

pub fn record(name: &str, title: &str, detail: Detail) -> Record {
    Record {
        id: id(name),
        section: "city-cases".to_owned(),
        title: title.to_owned(),
        summary: format!("About {title}."),
        language: lang("en"),
        aliases: Vec::new(),
        translations: BTreeMap::new(),
        facets: Facets::default(),
        body: String::new(),
        sources: Vec::new(),
        related: Vec::new(),
        updated: date("2026-11-20"),
        presenting: None,
        detail,
    }
}

pub fn city(name: &str, title: &str, country: &str, roles: &[CityRole]) -> Record {
    let place = Place { latitude: 47.07, longitude: 15.44, population: None, geonames: None };
    let mut record = record(
        name,
        title,
        Detail::City(City {
            roles: roles.to_vec(),
            place,
            declaration: Finding::NotFound,
            elements: Vec::new(),
            milestones: Vec::new(),
            figures: Vec::new(),
        }),
    );
    record.facets.country = Some(country.to_owned());
    record
}

pub fn link(
    name: &str,
    title: &str,
    group: &str,
    number: Option<u16>,
    entry: &str,
    url: &str,
) -> Record {
    let urls = vec![LinkUrl { original: url.to_owned(), cleaned: None }];
    let detail = Detail::Link(Link {
        group: group.to_owned(),
        number,
        entry: entry.to_owned(),
        urls,
        source_kind: SourceKind::Network,
        languages: Vec::new(),
        check: LinkCheck::NotChecked,
        archived: None,
    });
    let mut record = record(name, title, detail);
    record.section = "useful-links".to_owned();
    record
}

pub fn translate(record: &mut Record, code: &str, title: &str, aliases: &[&str], reviewed: bool) {
    let aliases = aliases.iter().map(|a| (*a).to_owned()).collect();
    let title = Some(title.to_owned());
    let translation = Translation { title, summary: None, aliases, reviewed };
    record.translations.insert(lang(code), translation);
}

/// A concept: its id, the one above it, its names by language.
type Named<'a> = (&'a str, Option<&'a str>, &'a [(&'a str, &'a str)]);

pub fn vocabulary(name: &str, concepts: &[Named<'_>]) -> Vocabulary {
    let concepts = concepts
        .iter()
        .map(|(id, parent, names)| Concept {
            id: (*id).to_owned(),
            parent: parent.map(str::to_owned),
            names: names.iter().map(|(l, n)| (lang(l), (*n).to_owned())).collect(),
            alternatives: Default::default(),
            texts: Default::default(),
        })
        .collect();
    Vocabulary { id: id(name), concepts }
}

fn source(name: &str, confidence: Confidence, as_of: &str) -> Source {
    Source {
        id: name.to_owned(),
        title: "A page".to_owned(),
        publisher: "City of Graz".to_owned(),
        url: None,
        as_of: Some(date(as_of)),
        confidence,
        stance: None,
        seen: true,
        language: None,
    }
}

pub fn supplement(name: &str, body: &str) -> Supplement {
    let sources = Vec::new();
    Supplement {
        id: id(name),
        language: lang("en"),
        body: body.to_owned(),
        sources,
        updated: date("2026-11-21"),
    }
}

pub fn records() -> Vec<Record> {
    let mut graz = city("graz", "Graz", "AT", &[CityRole::SelfDeclared]);
    graz.summary = "First human rights city of Europe.".to_owned();
    graz.body = "The city council declared Graz a human rights city in 2001.[^a]\n\n\
        ## Human Rights Council\n\nThe Menschenrechtsbeirat advises the mayor and writes a report \
        on human rights every year.[^b] Elections are observed for hate speech.\n\n\
        ## Budget\n\nParticipation costs money: the budget for accessible housing was doubled."
        .to_owned();
    graz.sources = vec![
        source("a", Confidence::Confirmed, "2001"),
        source("b", Confidence::Single, "2023-05"),
    ];
    graz.facets.udhr = vec![1, 21];
    graz.facets.themes = vec![id("participation")];
    graz.facets.region = Some("western-europe".to_owned());
    graz.related = vec![id("vienna"), id("not-here")];

    let mut vienna = city("vienna", "Vienna", "AT", &[CityRole::SelfDeclared, CityRole::ForumHost]);
    vienna.body = "Vienna calls itself City of Human Rights since 2014. The council of Vienna \
        works with [Graz](graz) on housing."
        .to_owned();
    translate(&mut vienna, "de", "Wien", &["Stadt der Menschenrechte"], true);
    translate(&mut vienna, "nl", "Wenen", &[], false);
    vienna.facets.udhr = vec![1];
    vienna.facets.region = Some("western-europe".to_owned());
    vienna.updated = date("2026-11-25");

    let mut nurnberg = city("nuremberg", "Nuremberg", "DE", &[CityRole::SelfDeclared]);
    nurnberg.aliases = vec!["City of Peace and Human Rights".to_owned()];
    nurnberg.body = "The Nuremberg International Human Rights Award (Nürnberger \
        Menschenrechtspreis) is given every two years. The Street of Human Rights was opened in 1993."
        .to_owned();
    translate(&mut nurnberg, "de", "Nürnberg", &["Friedensstadt"], true);
    translate(&mut nurnberg, "nl", "Neurenberg", &["vredesstad"], false);

    let mut pitea = city("pitea", "Piteå", "SE", &[CityRole::Aspiring]);
    pitea.language = lang("sv");
    pitea.summary = "En kommun i Norrbotten som arbetar med mänskliga rättigheter.".to_owned();
    pitea.body =
        "Kommunen beslutade om mänskliga rättigheter. Medborgarna deltar i stadsplaneringen."
            .to_owned();

    let mut gdansk = city("gdansk", "Gdańsk", "PL", &[CityRole::SelfDeclared]);
    gdansk.body = "Gdańsk adopted a model of equal treatment. Łódź followed.".to_owned();
    gdansk.facets.themes = vec![id("housing")];

    let mut lyon = city("lyon", "Lyon", "FR", &[CityRole::GuestMember]);
    lyon.language = lang("fr");
    lyon.summary = "Ville engagée pour l'égalité.".to_owned();
    lyon.body = "La ville de Lyon soutient les défenseurs des droits humains.".to_owned();

    let mut beirat = record(
        "graz-council",
        "Human Rights Council of Graz",
        Detail::Practice(Practice {
            from: Finding::Found(date("2007")),
            to: None,
            stage: Stage::Running,
            lead: "Mayor's office".to_owned(),
            partners: vec!["ETC Graz".to_owned()],
        }),
    );
    beirat.aliases = vec!["Grazer Menschenrechtsbeirat".to_owned()];
    beirat.facets.city = Some(id("graz"));
    beirat.facets.country = Some("AT".to_owned());
    beirat.facets.themes = vec![id("participation"), id("housing")];
    beirat.facets.udhr = vec![21];
    beirat.body = "It advises the city and reports on rights.".to_owned();

    let mut cisdp = link(
        "uclg-cisdp",
        "Committee on Social Inclusion, Participatory Democracy and Human Rights",
        "networks",
        Some(2),
        "D10",
        "https://www.uclg-cisdp.org/en",
    );
    cisdp.aliases = vec!["CISDP".to_owned()];
    cisdp.facets.themes = vec![id("participation")];
    let mut translation = Translation {
        summary: Some("Ausschuss für soziale Inklusion.".to_owned()),
        ..Translation::default()
    };
    translation.title = Some("Ausschuss für Menschenrechte".to_owned());
    cisdp.translations.insert(lang("de"), translation);

    let fra = link(
        "fra",
        "Fundamental Rights Agency",
        "networks",
        Some(1),
        "D9",
        "https://fra.europa.eu/",
    );
    let etc = link(
        "etc-graz",
        "ETC Graz",
        "members",
        None,
        "E1",
        "http://www.etc-graz.at/typo3/index.php",
    );

    let mut participation = record("participation", "Participation", Detail::Theme {});
    translate(&mut participation, "de", "Teilhabe", &[], true);
    participation.section = "themes".to_owned();
    let mut housing = record("housing", "Housing", Detail::Theme {});
    housing.section = "themes".to_owned();

    let mut term = record("human-rights-city", "Human rights city", Detail::Term {});
    term.body = "A city that governs itself by human rights. What is a human rights city? It is a \
        community that agrees to live by them."
        .to_owned();
    term.section = "framework".to_owned();

    vec![
        graz,
        vienna,
        nurnberg,
        pitea,
        gdansk,
        lyon,
        beirat,
        cisdp,
        fra,
        etc,
        participation,
        housing,
        term,
    ]
}

/// The lists; the first article has its wording.
pub fn vocabularies() -> Vec<Vocabulary> {
    let mut lists = lists();
    let first = lists.iter_mut().find(|list| list.id == id("udhr"));
    if let Some(article) = first.and_then(|list| list.concepts.first_mut()) {
        let texts = [
            ("en", vec!["All are born free.".to_owned(), "1. All of them.".to_owned()]),
            ("de", vec!["Alle Menschen sind frei geboren.".to_owned()]),
        ];
        article.texts = texts.into_iter().map(|(code, text)| (lang(code), text)).collect();
    }
    lists
}

fn lists() -> Vec<Vocabulary> {
    vec![
        vocabulary(
            "sections",
            &[
                ("framework", None, &[("en", "Human rights framework"), ("de", "Rahmen")]),
                ("city-cases", None, &[("en", "City cases"), ("de", "Städte")]),
                ("useful-links", None, &[("en", "Useful links")]),
                ("experts", None, &[("en", "Experts' facility")]),
            ],
        ),
        vocabulary(
            "link-groups",
            &[
                ("all", None, &[("en", "Useful links"), ("de", "Nützliche Links")]),
                ("networks", Some("all"), &[("en", "Networks"), ("de", "Netzwerke")]),
                ("members", None, &[("en", "Associate members")]),
            ],
        ),
        vocabulary(
            "countries",
            &[
                ("AT", None, &[("en", "Austria"), ("de", "Österreich")]),
                ("DE", None, &[("en", "Germany"), ("de", "Deutschland")]),
                ("SE", None, &[("en", "Sweden"), ("de", "Schweden")]),
            ],
        ),
        vocabulary("regions", &[("western-europe", None, &[("en", "Western Europe")])]),
        vocabulary(
            "udhr",
            &[
                ("1", None, &[("en", "Free and equal"), ("de", "Frei und gleich")]),
                ("21", None, &[("en", "Taking part in government")]),
            ],
        ),
    ]
}

pub fn upsert(sequence: u64, entry: Entry) -> Change {
    Change::upsert(sequence, entry).unwrap()
}

pub fn put(sequence: u64, record: Record) -> Change {
    upsert(sequence, Entry::Record(Box::new(record)))
}

pub fn bundle_batch() -> Batch {
    let records = records().into_iter().map(|r| put(0, r));
    let lists = vocabularies().into_iter().map(|v| upsert(0, Entry::Vocabulary(v)));
    Batch { head: 0, changes: records.chain(lists).collect() }
}

/// A library with the whole corpus; it lives as long as its folder.
pub fn library() -> (TempDir, Library) {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(dir.path()).unwrap();
    library.apply(bundle_batch()).unwrap();
    (dir, library)
}

pub fn search(library: &Library, query: &str) -> SearchResponse {
    library.search(&SearchRequest::new(query, lang("en"), 20)).unwrap()
}

pub fn ids(response: &SearchResponse) -> Vec<&str> {
    response.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// The ids found, best first.
pub fn found(library: &Library, query: &str) -> Vec<String> {
    ids(&search(library, query)).into_iter().map(str::to_owned).collect()
}
