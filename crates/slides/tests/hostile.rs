//! Whatever a record or a workshop holds: a deck or a plain refusal, never a panic.

use crate::collection::{case, item_id, named, text, workshop};
use hrc_domain::workshop::{AddedSlide, Matter, PractitionerParagraph, SlideKey};
use hrc_domain::{ErrorCode, Language};
use hrc_slides::deck;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_a_deck(body in "\\PC{0,600}", own in "\\PC{0,600}", anchor in "\\PC{0,80}") {
        let mut exhibit = named("graz");
        exhibit.record.body = body;
        for _ in 0..2 {
            exhibit.chosen.push(PractitionerParagraph {
                anchor: anchor.clone(),
                heading: own.clone(),
                text: own.clone(),
                language: Language::english(),
                sources: Vec::new(),
            });
        }
        let mut workshop = workshop("en", vec![case("graz"), Matter::Own { slide: text(&own, &own) }]);
        if let Some(item) = workshop.items.first_mut() {
            item.added.push(AddedSlide { id: item_id("x"), slide: text("", &own) });
        }
        match deck(&workshop, &[exhibit]) {
            Ok(deck) => {
                let mut keys: Vec<_> = deck.slides.iter().map(|slide| slide.key.clone()).collect();
                keys.sort();
                keys.dedup();
                prop_assert_eq!(keys.len(), deck.slides.len(), "no two slides have one name");
            }
            Err(error) => prop_assert_eq!(error.code, ErrorCode::InvalidInput, "said as a refusal"),
        }
    }
}

#[test]
fn a_single_word_of_ten_thousand_letters_is_shown_alone() {
    let slide = text("", &"x".repeat(10_000));
    let deck = deck(&workshop("en", vec![Matter::Own { slide }]), &[]).unwrap();
    assert_eq!(deck.slides.len(), 1, "nothing is cut, and nothing hangs");
}

#[test]
fn an_order_of_slides_that_are_not_there_changes_nothing() {
    let plain = workshop("en", vec![case("graz")]);
    let mut foreign = plain.clone();
    foreign.order = (0..2_000).filter_map(|n| SlideKey::new(format!("z/none/{n}")).ok()).collect();
    foreign.hidden = foreign.order.clone();
    let exhibits = [named("graz")];
    assert_eq!(deck(&plain, &exhibits), deck(&foreign, &exhibits), "they are of another workshop");
}
