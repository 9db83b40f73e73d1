//! Order, hidden slides, notes, agenda, and slides of one's own.

use crate::collection::{case, item_id, named, text, workshop};
use hrc_domain::RecordId;
use hrc_domain::deck::{Deck, Part, SlideContent};
use hrc_domain::workshop::{AddedSlide, Matter, OwnSlide, SlideKey, Workshop};
use hrc_slides::deck;

fn graz() -> Workshop {
    workshop("en", vec![case("graz")])
}

fn key(text: &str) -> SlideKey {
    SlideKey::new(text).unwrap()
}

fn keys(deck: &Deck) -> Vec<&str> {
    deck.slides.iter().map(|slide| slide.key.as_str()).collect()
}

#[test]
fn what_was_hidden_is_hidden_and_what_waited_is_shown() {
    let exhibits = [named("graz")];
    let before = deck(&graz(), &exhibits).unwrap();
    let spare = before.slides.iter().find(|slide| slide.spare).unwrap().key.clone();
    let workshop = Workshop { hidden: vec![key("a/map/0")], shown: vec![spare.clone()], ..graz() };
    let after = deck(&workshop, &exhibits).unwrap();
    let hidden = |key: &SlideKey| after.slides.iter().find(|s| s.key == *key).unwrap().hidden;
    assert!(hidden(&key("a/map/0")), "the map was hidden");
    assert!(!hidden(&spare), "the continuation was asked for");
    let [line] = after.agenda.as_slice() else { panic!() };
    let shown = after.slides.iter().filter(|slide| !slide.hidden).count();
    assert_eq!(usize::try_from(line.shown), Ok(shown), "the agenda counts what is shown");
}

#[test]
fn slides_stand_in_the_order_they_were_moved_into() {
    let exhibits = [named("graz")];
    let order = vec![key("a/discussion/0"), key("a/timeline/0")];
    let workshop = Workshop { order, ..graz() };
    let (before, after) = (deck(&graz(), &exhibits).unwrap(), deck(&workshop, &exhibits).unwrap());
    let at = |deck: &Deck, key: &str| keys(deck).iter().position(|one| *one == key).unwrap();
    assert!(
        at(&after, "a/discussion/0") < at(&after, "a/timeline/0"),
        "the questions come before the steps"
    );
    assert_eq!(
        at(&after, "a/timeline/1"),
        at(&after, "a/timeline/0") + 1,
        "what follows a slide by itself goes with it"
    );
    assert_eq!(at(&after, "a/title/0"), 0, "what was not moved stays where it is");
    let sorted = |deck: &Deck| {
        let mut keys: Vec<String> = keys(deck).into_iter().map(ToOwned::to_owned).collect();
        keys.sort();
        keys
    };
    assert_eq!(sorted(&before), sorted(&after), "and no slide is lost by being moved");
}

#[test]
fn ones_own_notes_take_the_place_of_what_is_proposed() {
    let mut workshop = graz();
    workshop.own_notes.insert(key("a/title/0"), "Greet the mayor.".into());
    workshop.own_notes.insert(key("a/gone/0"), "Of a slide that is no longer there.".into());
    let deck = deck(&workshop, &[named("graz")]).unwrap();
    let notes = &deck.slides.first().unwrap().notes;
    assert_eq!(notes.text, "Greet the mayor.", "one's own words");
    assert!(notes.own, "which is said");
}

#[test]
fn slides_of_ones_own_are_paged_and_stand_where_they_were_moved() {
    let mut workshop = graz();
    let long = "This is what we heard in the last meeting of the council.\n\n".repeat(12);
    let slide = text("What we heard", &long);
    let item = workshop.items.first_mut().unwrap();
    item.added.push(AddedSlide { id: item_id("heard"), slide });
    workshop.order = ["a/title/0", "a/added.heard/0", "a/map/0"].into_iter().map(key).collect();
    let deck = deck(&workshop, &[named("graz")]).unwrap();
    let keys = keys(&deck);
    assert_eq!(
        keys.get(..4),
        Some(&["a/title/0", "a/added.heard/0", "a/added.heard/1", "a/added.heard/2"][..]),
        "it follows the title, all of it"
    );
    for slide in deck.slides.iter().filter(|slide| slide.part == Part::Text) {
        assert!(slide.records.is_empty(), "no record says so");
        assert_eq!(slide.as_of, None, "and it has no date");
        assert!(!slide.hidden, "what somebody wrote is shown");
        let heading = slide.heading.as_ref().map(|heading| heading.text.as_str());
        assert_eq!(heading, Some("What we heard"), "its heading stands on every page");
    }
}

#[test]
fn an_agenda_says_where_each_item_begins() {
    let own = |slide| Matter::Own { slide };
    let mut workshop = workshop(
        "de",
        vec![
            own(text("Begrüßung", "Guten Tag.")),
            case("graz"),
            own(OwnSlide::Discussion { title: String::new(), questions: Vec::new() }),
        ],
    );
    if let Some(item) = workshop.items.get_mut(1) {
        item.minutes = Some(25);
    }
    let deck = deck(&workshop, &[named("graz")]).unwrap();
    let mut next = 0;
    for (line, item) in deck.agenda.iter().zip(&workshop.items) {
        assert_eq!(line.item, item.id, "one line an item");
        assert_eq!(line.first, next, "its slides follow those before");
        assert!(line.slides > 0, "an empty item can be seen, too");
        next += line.slides;
    }
    assert_eq!(usize::try_from(next), Ok(deck.slides.len()), "every slide belongs to one");
    let [_, graz, talk] = deck.agenda.as_slice() else { panic!() };
    assert_eq!(graz.minutes, Some(25), "the minutes are those planned");
    assert_eq!(graz.titles.first().map(|title| title.text.as_str()), Some("Graz"), "by its title");
    assert!(talk.titles.is_empty(), "what has none is named by its part");
    assert_eq!(talk.part, Part::Discussion, "which is this");
}

#[test]
fn a_record_that_is_gone_leaves_a_slide_that_says_so() {
    let workshop = workshop("en", vec![case("atlantis"), case("graz")]);
    let deck = deck(&workshop, &[named("graz")]).unwrap();
    let first = deck.slides.first().unwrap();
    let record = RecordId::new("atlantis").unwrap();
    assert_eq!(first.content, SlideContent::Missing { record }, "the talk goes on without it");
    assert_eq!(deck.agenda.len(), 2, "and the other item is there");
}
