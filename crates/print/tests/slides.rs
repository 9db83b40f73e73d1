//! Slides, and slides with what is to be said.

use crate::orders::{paragraphs, slide, slides};
use crate::poppler::print;
use hrc_domain::workshop::ImageId;
use serde_json::json;

/// The smallest picture there is.
const DOT: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

#[test]
fn each_slide_is_a_page_of_the_screens_shape() {
    let three: Vec<_> =
        (1..=3).map(|n| paragraphs(&[format!("Sentence {n}.")], "Not shown.")).collect();
    let printed = print(&slides(three, false, json!([])));
    assert_eq!(printed.pages(), 3, "one each");
    assert!(printed.info("Page size").starts_with("960 x 540"), "sixteen to nine");
    let words = printed.words();
    assert!(words.contains("How it came about Sentence 2."), "by the catalogue's heading: {words}");
    assert!(!words.contains("Not shown"), "notes are for who speaks");
    assert!(words.contains("as of 21 November 2026"), "and dated");
    assert!(printed.claims_ua(), "tagged as any other document");
}

#[test]
fn a_hidden_slide_is_not_printed() {
    let mut hidden = paragraphs(&["Secret.".to_owned()], "");
    hidden["hidden"] = json!(true);
    let printed =
        print(&slides(vec![paragraphs(&["Open.".to_owned()], ""), hidden], false, json!([])));
    assert_eq!(printed.pages(), 1, "as on the screen");
    assert!(!printed.words().contains("Secret"), "nowhere in the file");
}

#[test]
fn an_over_full_slide_is_set_smaller_and_then_goes_on_and_nothing_is_cut() {
    for (many, pages) in [(8, 1..=1), (60, 2..=6)] {
        let texts: Vec<String> = (1..=many)
            .map(|n| format!("Sentence number {n} is as long as most of them are."))
            .collect();
        let printed = print(&slides(vec![paragraphs(&texts, "")], false, json!([])));
        assert!(pages.contains(&printed.pages()), "{many} sentences on {} pages", printed.pages());
        let words = printed.words();
        for text in &texts {
            assert!(words.contains(text.as_str()), "{text} was cut");
        }
    }
}

#[test]
fn notes_are_printed_whole_however_long_they_are() {
    let notes: Vec<String> = (1..=120).map(|n| format!("Say thing number {n}.")).collect();
    let order =
        slides(vec![paragraphs(&["Open.".to_owned()], &notes.join("\n\n"))], true, json!([]));
    let printed = print(&order);
    assert!(printed.pages() >= 2, "they go on on the next page");
    let words = printed.words();
    for note in &notes {
        assert!(words.contains(note.as_str()), "{note} was cut");
    }
    assert!(words.contains("Open."), "below the slide they belong to");
    assert!(printed.claims_ua(), "and tagged");
}

#[test]
fn a_picture_has_its_description_and_one_that_is_broken_spoils_nothing() {
    let id = ImageId::of(b"dot");
    let shows = slide(
        json!({ "kind": "image", "image": id, "alt": "A dot", "caption": "A dot, 2001" }),
        "",
    );
    let printed = print(&slides(vec![shows.clone()], false, json!([{ "id": id, "base64": DOT }])));
    assert!(printed.claims_ua(), "a picture without a description would not be allowed");
    assert!(printed.tags().contains("Figure"), "told as a picture");
    // The first bytes of a picture and nothing behind them.
    let torn = &DOT[..32];
    let printed = print(&slides(vec![shows], false, json!([{ "id": id, "base64": torn }])));
    assert!(printed.words().contains("A dot, 2001"), "the slide is printed without it");
}
