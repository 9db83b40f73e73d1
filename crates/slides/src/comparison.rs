//! Cities field by field: a row stands when it says something about at least two of them, and what only one
//! has is marked. The same rule as on the screen that compares (`ui/src/lib/comparing.ts`).

use crate::case::{element, figure, map, programme_lines, step};
use crate::draft::{Draft, label, source, title};
use crate::paging::lines;
use hrc_domain::deck::{
    ComparedCity, ComparedItem, ComparedValue, ComparisonRow, Likeness, Part, RowName, SlideContent,
};
use hrc_domain::kinds::{City, Finding, Milestone, Presence};
use hrc_domain::record::{FraElement, Stance};
use hrc_domain::workshop::Exhibit;
use hrc_domain::{Detail, Language};
use std::collections::{BTreeMap, BTreeSet};

/// How many letters the cells of a row have together, and how many lines a slide of rows has.
const WIDTH: usize = 56;
const LINES: usize = 13;
/// Slides of rows that a talk bears.
const BORNE: usize = 5;

/// The slides of a comparison.
pub(crate) fn slides(exhibits: &[&Exhibit], language: &Language) -> Vec<Draft> {
    let cities: Vec<ComparedCity> = exhibits
        .iter()
        .map(|exhibit| ComparedCity {
            record: exhibit.record.id.clone(),
            title: title(&exhibit.record, language),
            language: exhibit.record.language.clone(),
        })
        .collect();
    let width = WIDTH / exhibits.len().max(1);
    let mut drafts = vec![map(exhibits, language)];
    let slides = slides_of(rows(exhibits, language), width);
    // A single slide would wait for nothing.
    let borne = if slides.len() > BORNE + 1 { BORNE } else { slides.len() };
    for (at, rows) in slides.into_iter().enumerate() {
        let cited: Vec<(usize, String)> = rows
            .iter()
            .flat_map(|row| row.cells.iter().enumerate())
            .flat_map(|(city, cell)| cell.iter().map(move |item| (city, item)))
            .flat_map(|(city, item)| {
                cited(exhibits, city, &item.value).into_iter().map(move |id| (city, id))
            })
            .collect();
        let content = SlideContent::Comparison { cities: cities.clone(), rows };
        let mut draft =
            Draft { spare: at >= borne, ..Draft::new(Part::Comparison, content, language) };
        for (city, exhibit) in exhibits.iter().enumerate() {
            let of_it = cited.iter().filter(|(whose, _)| *whose == city).map(|(_, id)| id);
            draft = draft.citing(&exhibit.record, of_it);
        }
        drafts.push(draft);
    }
    drafts
}

/// All rows that say something about at least two of the cities.
fn rows(exhibits: &[&Exhibit], language: &Language) -> Vec<ComparisonRow> {
    RowName::ALL
        .into_iter()
        .filter_map(|name| {
            let cells: Vec<Vec<ComparedValue>> =
                exhibits.iter().map(|exhibit| values(name, exhibit, language)).collect();
            let known = cells.iter().filter(|cell| !cell.is_empty()).count();
            (known >= 2).then(|| row(name, cells))
        })
        .collect()
}

fn row(name: RowName, cells: Vec<Vec<ComparedValue>>) -> ComparisonRow {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for cell in &cells {
        for one in cell.iter().map(sameness).collect::<BTreeSet<_>>() {
            *counts.entry(one).or_default() += 1;
        }
    }
    // What is not known of a city is no difference to the others, and no likeness.
    let known: Vec<Vec<String>> = cells
        .iter()
        .filter(|cell| !cell.is_empty())
        .map(|cell| {
            let mut same: Vec<String> = cell.iter().map(sameness).collect();
            same.sort();
            same
        })
        .collect();
    let likeness = if known.windows(2).any(|pair| pair.first() != pair.last()) {
        Likeness::Differs
    } else if known.len() == cells.len() {
        Likeness::Same
    } else {
        Likeness::SameFound
    };
    let mark = |value: ComparedValue| {
        let only_here = counts.get(&sameness(&value)) == Some(&1);
        ComparedItem { value, only_here }
    };
    let cells = cells.into_iter().map(|cell| cell.into_iter().map(mark).collect()).collect();
    ComparisonRow { name, cells, likeness }
}

/// What makes two things the same; texts of different cities hardly ever are.
fn sameness(value: &ComparedValue) -> String {
    match value {
        ComparedValue::Role { role } => format!("{role:?}"),
        ComparedValue::Date { date } => date.to_string(),
        ComparedValue::Words { text } => text.clone(),
        ComparedValue::Process { process } => format!("{process:?}"),
        ComparedValue::Initiative { initiative } => format!("{initiative:?}"),
        ComparedValue::Number { number } => number.to_string(),
        ComparedValue::Element { element } => element.name.clone(),
        ComparedValue::Milestone { milestone } => format!("{} {}", milestone.date, milestone.text),
        ComparedValue::Figure { figure } => {
            format!("{} {} {}", figure.label, figure.value, figure.as_of)
        }
        ComparedValue::Programme { programme } => programme.record.to_string(),
        ComparedValue::Theme { theme, .. } => theme.to_string(),
        ComparedValue::Right { article, .. } => article.to_string(),
        ComparedValue::Source { source } => source.url.clone().unwrap_or(source.title.clone()),
    }
}

fn values(name: RowName, exhibit: &Exhibit, language: &Language) -> Vec<ComparedValue> {
    let record = &exhibit.record;
    let Detail::City(city) = &record.detail else { return Vec::new() };
    let decision = match &city.declaration {
        Finding::Found(decision) => Some(decision),
        Finding::NotFound => None,
    };
    let one = |value: Option<ComparedValue>| value.into_iter().collect::<Vec<_>>();
    match name {
        RowName::Population => {
            one(city.place.population.map(|number| ComparedValue::Number { number }))
        }
        RowName::Standing => {
            city.roles.iter().map(|role| ComparedValue::Role { role: *role }).collect()
        }
        RowName::Declared => {
            one(decision.map(|found| ComparedValue::Date { date: found.date.clone() }))
        }
        RowName::Body => {
            one(decision.map(|found| ComparedValue::Words { text: found.body.clone() }))
        }
        RowName::Process => {
            one(decision.map(|found| ComparedValue::Process { process: found.process }))
        }
        RowName::Initiative => {
            one(decision.map(|found| ComparedValue::Initiative { initiative: found.initiative }))
        }
        RowName::Foundation => elements(city, FraElement::Foundation),
        RowName::Structure => elements(city, FraElement::Structure),
        RowName::Tool => elements(city, FraElement::Tool),
        RowName::First => one(city.milestones.first().map(milestone)),
        RowName::Latest if city.milestones.len() < 2 => Vec::new(),
        RowName::Latest => one(city.milestones.last().map(milestone)),
        RowName::Breach => {
            city.milestones.iter().filter(|step| step.breach).map(milestone).collect()
        }
        RowName::Practices => programme_lines(exhibit, language)
            .into_iter()
            .map(|programme| ComparedValue::Programme { programme })
            .collect(),
        RowName::Figures => city
            .figures
            .iter()
            .map(|one| ComparedValue::Figure { figure: figure(record, one) })
            .collect(),
        RowName::Themes => {
            let named = |theme: &hrc_domain::RecordId| {
                let label = label(exhibit, "theme", theme.as_str(), language);
                let label = label.unwrap_or_else(|| theme.to_string());
                ComparedValue::Theme { theme: theme.clone(), label }
            };
            record.facets.themes.iter().map(named).collect()
        }
        RowName::Rights => {
            let named = |article: &u8| {
                let number = article.to_string();
                let label = label(exhibit, "udhr", &number, language).unwrap_or(number);
                ComparedValue::Right { article: *article, label }
            };
            record.facets.udhr.iter().map(named).collect()
        }
        RowName::Critical => record
            .sources
            .iter()
            .filter(|one| one.stance == Some(Stance::Critical))
            .filter_map(|one| source(record, &one.id))
            .map(|source| ComparedValue::Source { source })
            .collect(),
    }
}

fn elements(city: &City, group: FraElement) -> Vec<ComparedValue> {
    let found = city.elements.iter().filter(|one| one.element == group);
    found
        // "Not found" is said by the empty cell.
        .filter(|one| one.presence != Presence::NotFound)
        .map(|one| ComparedValue::Element { element: element(one) })
        .collect()
}

fn milestone(one: &Milestone) -> ComparedValue {
    ComparedValue::Milestone { milestone: step(one) }
}

/// The names of the sources that a thing in a city's cell stands on.
fn cited(exhibits: &[&Exhibit], city: usize, value: &ComparedValue) -> Vec<String> {
    let Some(Detail::City(city)) = exhibits.get(city).map(|one| &one.record.detail) else {
        return Vec::new();
    };
    let decision = match &city.declaration {
        Finding::Found(decision) => decision.sources.clone(),
        Finding::NotFound => Vec::new(),
    };
    match value {
        ComparedValue::Date { .. }
        | ComparedValue::Words { .. }
        | ComparedValue::Process { .. }
        | ComparedValue::Initiative { .. } => decision,
        ComparedValue::Element { element: line } => {
            let found = city.elements.iter().find(|one| one.name == line.name);
            found.map(|one| one.sources.clone()).unwrap_or_default()
        }
        ComparedValue::Milestone { milestone } => {
            let found = city.milestones.iter().find(|one| step(one) == *milestone);
            found.map(|one| one.sources.clone()).unwrap_or_default()
        }
        ComparedValue::Figure { figure } => {
            figure.sources.iter().map(|one| one.id.clone()).collect()
        }
        ComparedValue::Source { source } => vec![source.id.clone()],
        _ => Vec::new(),
    }
}

/// Cuts rows into slides; a row that is itself higher than a slide goes on on the next.
fn slides_of(rows: Vec<ComparisonRow>, width: usize) -> Vec<Vec<ComparisonRow>> {
    let pieces: Vec<ComparisonRow> = rows.into_iter().flat_map(|row| pieces(row, width)).collect();
    let cost = |page: &[&ComparisonRow]| page.iter().map(|row| height(row, width)).sum::<usize>();
    let pages = crate::paging::pages(&pieces, LINES, cost, |_| false);
    let slides: Vec<Vec<ComparisonRow>> =
        pages.into_iter().map(|page| page.into_iter().cloned().collect()).collect();
    // That nothing can be compared is shown, too.
    if slides.is_empty() { vec![Vec::new()] } else { slides }
}

fn pieces(row: ComparisonRow, width: usize) -> Vec<ComparisonRow> {
    let mut pieces = Vec::new();
    let mut rest: Vec<std::collections::VecDeque<ComparedItem>> =
        row.cells.into_iter().map(Into::into).collect();
    while rest.iter().any(|cell| !cell.is_empty()) {
        let cells = rest
            .iter_mut()
            .map(|cell| {
                let mut taken = Vec::new();
                let mut used = 0;
                while let Some(item) = cell.front() {
                    used += lines(&written(&item.value), width);
                    if used > LINES && !taken.is_empty() {
                        break;
                    }
                    taken.extend(cell.pop_front());
                }
                taken
            })
            .collect();
        pieces.push(ComparisonRow { name: row.name, cells, likeness: row.likeness });
    }
    pieces
}

fn height(row: &ComparisonRow, width: usize) -> usize {
    let cells = row.cells.iter();
    let cell = |cell: &Vec<ComparedItem>| {
        cell.iter().map(|item| lines(&written(&item.value), width)).sum::<usize>()
    };
    cells.map(cell).max().unwrap_or_default().max(1)
}

/// About as many letters as the thing will have in words.
fn written(value: &ComparedValue) -> String {
    match value {
        ComparedValue::Words { text } => text.clone(),
        ComparedValue::Element { element } => format!("{} (since 2001)", element.name),
        ComparedValue::Milestone { milestone } => {
            format!("{} {}", milestone.date, milestone.text)
        }
        ComparedValue::Figure { figure } => {
            format!("{}: {} (as of {})", figure.label, figure.value, figure.as_of)
        }
        ComparedValue::Programme { programme } => programme.title.text.clone(),
        ComparedValue::Theme { label, .. } | ComparedValue::Right { label, .. } => label.clone(),
        ComparedValue::Source { source } => format!("{}, {}", source.title, source.publisher),
        _ => String::new(),
    }
}
