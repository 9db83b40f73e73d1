//! What the library has newer than what a workshop carries.

use crate::collection::{case, named, workshop};
use hrc_domain::deck::Newer;
use hrc_domain::workshop::Exhibit;
use hrc_domain::{Detail, PartialDate};
use hrc_slides::newer;

fn later() -> Exhibit {
    let mut exhibit = named("graz");
    exhibit.record.updated = PartialDate::new("2027-03-01").unwrap();
    exhibit
}

#[test]
fn a_newer_figure_is_told_with_its_slide() {
    let workshop = workshop("en", vec![case("graz")]);
    let mut library = later();
    if let Detail::City(city) = &mut library.record.detail {
        city.figures.first_mut().unwrap().value = "31".into();
    }
    let found = newer(&workshop, &[named("graz")], &[library]).unwrap();
    let [one] = found.as_slice() else { panic!("one slide, not {found:?}") };
    assert_eq!(one.what, Newer::Figure, "a figure is newer");
    assert_eq!(one.slide.as_str(), "a/figures/0", "on this slide");
    assert_eq!(one.updated.as_str(), "2027-03-01", "since this day");
}

#[test]
fn a_newer_sentence_is_told_too() {
    let workshop = workshop("en", vec![case("graz")]);
    let mut library = later();
    library.record.body = library.record.body.replace("in public", "openly");
    let found = newer(&workshop, &[named("graz")], &[library]).unwrap();
    assert!(!found.is_empty(), "the text says something else now");
    assert!(found.iter().all(|one| one.what == Newer::Text), "and no figure does: {found:?}");
}

#[test]
fn an_older_library_and_the_same_text_are_no_news() {
    let workshop = workshop("en", vec![case("graz")]);
    let carried = [later()];
    let mut older = named("graz");
    older.record.body.push_str("\n\nSomething that was taken out since.");
    assert_eq!(newer(&workshop, &carried, &[older]), Ok(Vec::new()), "the file knows better");
    assert_eq!(
        newer(&workshop, &[named("graz")], &[later()]),
        Ok(Vec::new()),
        "only the day differs"
    );
    assert_eq!(newer(&workshop, &carried, &[]), Ok(Vec::new()), "without a library nobody knows");
}
