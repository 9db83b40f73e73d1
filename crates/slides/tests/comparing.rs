//! Cities side by side: the same rule as on the screen.

use crate::collection::{comparison, named, records, workshop};
use hrc_domain::deck::{
    ComparedItem, ComparedValue, ComparisonRow, Likeness, Part, RowName, SlideContent,
};
use hrc_domain::record::Kind;
use hrc_slides::deck;

fn rows(ids: &[&str]) -> Vec<ComparisonRow> {
    let exhibits: Vec<_> = ids.iter().map(|id| named(id)).collect();
    let deck = deck(&workshop("en", vec![comparison(ids)]), &exhibits).unwrap();
    assert_eq!(
        deck.slides.first().map(|slide| slide.part),
        Some(Part::Map),
        "first where they lie"
    );
    let rows = deck.slides.into_iter().filter_map(|slide| match slide.content {
        SlideContent::Comparison { rows, cities } => {
            assert_eq!(cities.len(), ids.len(), "every slide names its cities");
            Some(rows)
        }
        _ => None,
    });
    rows.flatten().collect()
}

#[test]
fn a_row_stands_when_it_says_something_about_at_least_two() {
    for row in rows(&["graz", "york", "utrecht"]) {
        assert_eq!(row.cells.len(), 3, "a cell for each city in {:?}", row.name);
    }
    let rows = rows(&["graz", "york"]);
    for name in [RowName::Population, RowName::Declared, RowName::Structure] {
        assert!(rows.iter().any(|row| row.name == name), "{name:?} is known of both");
    }
}

#[test]
fn all_pairs_of_cities_can_be_compared_and_nothing_of_a_row_is_lost() {
    let cities: Vec<&str> = records()
        .iter()
        .filter(|record| record.kind() == Kind::City)
        .map(|record| record.id.as_str())
        .collect();
    for (at, first) in cities.iter().enumerate() {
        for second in cities.iter().skip(at + 1) {
            let rows = rows(&[first, second]);
            assert!(rows.len() >= 5, "{first} and {second} have something to compare");
            let tools = |city: usize| -> usize {
                let of_it = rows.iter().filter(|row| row.name == RowName::Rights);
                of_it.filter_map(|row| row.cells.get(city)).map(Vec::len).sum()
            };
            for (city, id) in [first, second].into_iter().enumerate() {
                let touched = named(id).record.facets.udhr.len();
                assert_eq!(tools(city), touched, "every right of {id} is there beside {second}");
            }
        }
    }
}

#[test]
fn differences_are_marked_and_what_two_share_is_not() {
    let rows = rows(&["graz", "york"]);
    let find = |name| rows.iter().find(|row| row.name == name).unwrap();
    let only = |cell: &[ComparedItem]| cell.iter().filter(|item| item.only_here).count();
    let population = find(RowName::Population);
    assert_eq!(population.likeness, Likeness::Differs, "they are not of one size");
    assert!(population.cells.iter().all(|cell| only(cell) == 1), "each has its own number");
    let rights = find(RowName::Rights);
    let of = |city: usize| -> Vec<u8> {
        let cell = rights.cells.get(city).unwrap();
        cell.iter()
            .filter_map(|item| match item.value {
                ComparedValue::Right { article, .. } => Some(article),
                _ => None,
            })
            .collect()
    };
    let (graz, york) = (of(0), of(1));
    let shared = graz.iter().filter(|article| york.contains(article)).count();
    assert!(shared > 0, "some rights are touched by both");
    let marked = only(rights.cells.first().unwrap());
    assert_eq!(marked, graz.len() - shared, "those are not marked");
}
