//! Cities side by side, field by field, by the rule of the window (`ui/src/lib/comparing.ts`): a row
//! stands when it says something about at least two of them.

use crate::facts::{as_of, word};
use crate::notes::Notes;
use crate::record::title;
use crate::sheet::{Compared, Entry, Field, Inline, Node, Part, Sheet};
use crate::typesetting::PAGES;
use crate::words::Words;
use hrc_domain::cities::CityCase;
use hrc_domain::error::Result;
use hrc_domain::kinds::{City, Finding, Milestone, Presence};
use hrc_domain::reading::Reading;
use hrc_domain::record::{FraElement, Stance};
use hrc_domain::{Detail, Error, ErrorCode};
use std::collections::BTreeSet;

/// The rows, in their order.
const ROWS: [&str; 17] = [
    "population",
    "standing",
    "declared",
    "body",
    "process",
    "initiative",
    "foundation",
    "structure",
    "tool",
    "first",
    "latest",
    "breach",
    "practices",
    "figures",
    "themes",
    "rights",
    "critical",
];

/// Rows whose entries come again from city to city; the others are texts of their own.
const SHARED: [&str; 3] = ["standing", "themes", "rights"];

/// One thing a city has: what makes it the same as another's, what is said, and on which sources.
struct Item {
    same: String,
    c: Vec<Inline>,
    sources: Vec<String>,
}

/// A city with its case in the directory.
struct Side<'a> {
    reading: &'a Reading,
    city: &'a City,
    case: Option<&'a CityCase>,
}

/// The comparison as a document.
pub(crate) fn sheet(readings: &[Reading], cases: &[CityCase], words: &Words) -> Result<Sheet> {
    let refused = |sentence: &str| Error::new(ErrorCode::InvalidInput, sentence);
    if !(2..=3).contains(&readings.len()) {
        return Err(refused("two or three cities are compared"));
    }
    let mut sides = Vec::new();
    for reading in readings {
        let Detail::City(city) = &reading.record.detail else {
            return Err(refused("only cities are compared"));
        };
        let case = cases.iter().find(|case| case.id == reading.record.id);
        sides.push(Side { reading, city, case });
    }
    let mut notes: Vec<Notes<'_>> = readings
        .iter()
        .enumerate()
        .map(|(at, reading)| Notes::new(at, &reading.record.sources, words))
        .collect();
    let rows = ROWS.iter().filter_map(|name| row(name, &sides, &mut notes, words)).collect();
    let cities: Vec<Compared> = sides.iter().map(|side| compared(side, words)).collect();
    let titles: Vec<&str> = cities.iter().map(|city| city.title.as_str()).collect();
    let titles = titles.join(", ");
    let said = words.fill("compare.of", &[("cities", &titles)]);
    let language = words.language().clone();
    let part = Part {
        language: language.clone(),
        title: said.clone(),
        title_language: language.clone(),
        kind: words.say("print.comparison").to_owned(),
        updated: String::new(),
        lead: vec![Inline::s(words.say("compare.under"))],
        lead_language: language,
        articles: Vec::new(),
        articles_said: String::new(),
        key_figure: None,
        nodes: vec![Node::Comparison { cities, rows }],
        questions: Vec::new(),
        room: false,
    };
    Ok(Sheet::new(PAGES, said, vec![part], words))
}

fn compared(side: &Side<'_>, words: &Words) -> Compared {
    let (title, language) = title(&side.reading.record, words.language());
    let country = side.reading.labels.iter().find(|label| label.group == "country");
    Compared { title, language, country: country.map(|one| one.label.clone()).unwrap_or_default() }
}

fn row(name: &str, sides: &[Side<'_>], notes: &mut [Notes<'_>], words: &Words) -> Option<Field> {
    let cells: Vec<Vec<Item>> = sides.iter().map(|side| items(name, side, words)).collect();
    if cells.iter().filter(|cell| !cell.is_empty()).count() < 2 {
        return None;
    }
    let likeness = likeness(&cells);
    let all: Vec<BTreeSet<&str>> =
        cells.iter().map(|cell| cell.iter().map(|item| item.same.as_str()).collect()).collect();
    let alone =
        |item: &Item| all.iter().filter(|cell| cell.contains(item.same.as_str())).count() == 1;
    let shared = SHARED.contains(&name);
    let only = |item: &Item| (shared && alone(item)).then(|| words.say("compare.only").to_owned());
    let onlys: Vec<Vec<Option<String>>> =
        cells.iter().map(|cell| cell.iter().map(only).collect()).collect();
    let entries = cells.into_iter().zip(onlys).zip(notes).map(|((cell, onlys), notes)| {
        let entry = |(item, only): (Item, Option<String>)| Entry {
            c: notes.after(item.c, &item.sources),
            only,
        };
        cell.into_iter().zip(onlys).map(entry).collect()
    });
    Some(Field {
        name: words.say(&format!("compare.row.{name}")).to_owned(),
        likeness: words.say(&format!("compare.{likeness}")).to_owned(),
        differs: likeness == "differs",
        cells: entries.collect(),
        none: words.say("not_found").to_owned(),
    })
}

/// What is not known of a city is no difference to the others, and no likeness.
fn likeness(cells: &[Vec<Item>]) -> &'static str {
    let sets: Vec<Vec<&str>> = cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(|cell| {
            let mut set: Vec<&str> = cell.iter().map(|item| item.same.as_str()).collect();
            set.sort_unstable();
            set
        })
        .collect();
    match sets.split_first() {
        Some((first, others)) if others.iter().any(|other| other != first) => "differs",
        _ if sets.len() == cells.len() => "same",
        _ => "same_found",
    }
}

fn items(name: &str, side: &Side<'_>, words: &Words) -> Vec<Item> {
    let (record, city) = (&side.reading.record, side.city);
    let plain = |same: &str, said: String| Item {
        same: same.to_owned(),
        c: vec![Inline::s(said)],
        sources: Vec::new(),
    };
    let own = |text: &str| Inline::In { language: record.language.clone(), s: text.to_owned() };
    let declared = match &city.declaration {
        Finding::Found(declared) => Some(declared),
        Finding::NotFound => None,
    };
    let step = |step: &Milestone| Item {
        same: format!("{} {}", step.date, step.text),
        c: vec![Inline::Small { s: words.date(&step.date) }, Inline::s(" "), own(&step.text)],
        sources: step.sources.clone(),
    };
    let elements = |group: FraElement| -> Vec<Item> {
        // "Not found" is said by the empty cell.
        let found = |one: &&hrc_domain::kinds::Element| {
            one.element == group && one.presence != Presence::NotFound
        };
        let item = |one: &hrc_domain::kinds::Element| {
            let mut said = word("presence", &one.presence, words);
            if let Some(since) = &one.since {
                let since = words.fill("city.since", &[("date", &words.date(since))]);
                said = format!("{said}, {since}");
            }
            Item {
                same: one.name.clone(),
                c: vec![own(&one.name), Inline::Small { s: said }],
                sources: one.sources.clone(),
            }
        };
        city.elements.iter().filter(found).map(item).collect()
    };
    let label = |group: &str, value: &str| {
        let labels = &side.reading.labels;
        let label = labels.iter().find(|one| one.group == group && one.value == value);
        label.map_or_else(|| value.to_owned(), |one| one.label.clone())
    };
    match name {
        "population" => {
            let said = |n: u32| {
                plain(&n.to_string(), format!("{} {}", words.number(n), words.say("city.geonames")))
            };
            city.place.population.map(said).into_iter().collect()
        }
        "standing" => city
            .roles
            .iter()
            .map(|role| word("role", role, words))
            .map(|role| plain(&role, role.clone()))
            .collect(),
        "declared" => declared
            .map(|one| Item {
                sources: one.sources.clone(),
                ..plain(one.date.as_str(), words.date(&one.date))
            })
            .into_iter()
            .collect(),
        "body" => declared
            .map(|one| Item {
                same: one.body.clone(),
                c: vec![own(&one.body)],
                sources: one.sources.clone(),
            })
            .into_iter()
            .collect(),
        "process" => declared
            .map(|one| word("process", &one.process, words))
            .map(|said| plain(&said, said.clone()))
            .into_iter()
            .collect(),
        "initiative" => declared
            .map(|one| word("initiative", &one.initiative, words))
            .map(|said| plain(&said, said.clone()))
            .into_iter()
            .collect(),
        "foundation" => elements(FraElement::Foundation),
        "structure" => elements(FraElement::Structure),
        "tool" => elements(FraElement::Tool),
        "first" => city.milestones.first().map(step).into_iter().collect(),
        "latest" => city.milestones.iter().skip(1).next_back().map(step).into_iter().collect(),
        "breach" => city.milestones.iter().filter(|one| one.breach).map(step).collect(),
        "practices" => side
            .case
            .iter()
            .flat_map(|case| &case.practices)
            .map(|one| Item {
                same: one.id.to_string(),
                c: vec![Inline::In { language: one.language.clone(), s: one.title.clone() }],
                sources: Vec::new(),
            })
            .collect(),
        "figures" => city
            .figures
            .iter()
            .map(|one| Item {
                same: format!("{} {} {}", one.label, one.value, one.as_of),
                c: vec![
                    Inline::B { c: vec![own(&one.value)] },
                    Inline::s(" "),
                    own(&one.label),
                    Inline::Small { s: as_of(&one.as_of, words) },
                ],
                sources: one.sources.clone(),
            })
            .collect(),
        "themes" => record
            .facets
            .themes
            .iter()
            .map(|theme| plain(theme.as_str(), label("theme", theme.as_str())))
            .collect(),
        "rights" => record
            .facets
            .udhr
            .iter()
            .map(|article| {
                let article = article.to_string();
                plain(&article, format!("{article} {}", label("udhr", &article)))
            })
            .collect(),
        "critical" => record
            .sources
            .iter()
            .filter(|source| source.stance == Some(Stance::Critical))
            .map(|source| Item {
                same: source.url.clone().unwrap_or_else(|| source.title.clone()),
                c: vec![match &source.language {
                    Some(language) => {
                        Inline::In { language: language.clone(), s: source.title.clone() }
                    }
                    None => Inline::s(source.title.clone()),
                }],
                sources: vec![source.id.clone()],
            })
            .collect(),
        _ => Vec::new(),
    }
}
