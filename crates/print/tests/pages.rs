//! Records, hand-outs and comparisons.

use crate::orders::{TEXT, city, order, reading, record};
use crate::poppler::print;
use serde_json::json;

#[test]
fn a_record_is_a_tagged_document_with_title_language_and_embedded_fonts() {
    let printed = print(&record("de", reading(city("en", "Lindenau", TEXT), "")));
    assert_eq!(printed.info("Title"), "Lindenau", "readers show the title and not the file's name");
    assert_eq!(printed.info("Tagged"), "yes", "else a screen reader has only a heap of words");
    assert!(printed.claims_ua(), "Typst found nothing that speaks against PDF/UA-1");
    let fonts = printed.fonts();
    assert!(fonts.len() >= 2, "serif for what is read, the other for what is used: {fonts:?}");
    assert!(fonts.iter().all(|(_, embedded)| *embedded), "it looks alike everywhere: {fonts:?}");
    let tags = printed.tags();
    for tag in ["H1", "H2", "P", "L", "Table", "TH", "Note", "Link"] {
        assert!(tags.contains(tag), "its parts are told as what they are; no {tag} in\n{tags}");
    }
}

#[test]
fn what_a_record_says_stands_in_the_document_word_by_word() {
    let printed = print(&record("en", reading(city("en", "Lindenau", TEXT), "")));
    let words = printed.words();
    for said in [
        "A city that decided early.",
        "Self-declared",
        "8 February 2001",
        "291,072",
        "The vote.",
        "Advisory council",
        "In part, or no longer, since 2007",
        "as of 2025",
        "It began with a vote.",
        "Because people asked, see a page.",
        "Said so.",
        "City of Lindenau: Report a",
        "as of June 2015",
        "https://example.org/a?b=c#d",
        "Printed on 21 November 2026",
        "updated 21 November 2026",
        "Page 1 of",
    ] {
        assert!(words.contains(said), "{said:?} is missing in\n{words}");
    }
    let calls = words.matches("City of Lindenau: Report a").count();
    assert_eq!(calls, 1, "a source called four times has one note");
}

#[test]
fn practitioners_paragraphs_are_printed_where_they_were_wanted_and_labelled() {
    let deep = "## Why\n\nThe canary sings.\n\n## Only here\n\nDeep.";
    let reading = reading(city("en", "Lindenau", TEXT), deep);
    let anchor = reading["blocks"].as_array().unwrap().iter();
    let anchor =
        anchor.clone().find(|b| b["text"] == "The canary sings.").unwrap()["anchor"].clone();
    let wanted = |document| print(&order("en", document)).words();
    let none = wanted(json!({ "is": "handout", "readings": [reading], "chosen": [] }));
    assert!(!none.contains("canary"), "nobody chose it");
    assert!(!none.contains("Only here"), "nor does a heading stand over nothing");
    let chosen = json!([{ "record": "lindenau", "anchor": anchor }]);
    let one = wanted(json!({ "is": "handout", "readings": [reading], "chosen": chosen }));
    assert!(one.contains("Practitioner paragraph The canary sings."), "labelled: {one}");
    assert!(!one.contains("Deep."), "and no other");
    let all = wanted(json!({ "is": "record", "reading": reading, "practitioner": true }));
    assert!(all.contains("Deep."), "whoever reads at that depth prints at that depth");
}

#[test]
fn a_hand_out_has_each_record_on_a_page_of_its_own_and_what_to_ask() {
    let one = reading(city("en", "Lindenau", TEXT), "");
    let two = reading(city("en", "Ahornau", TEXT), "");
    let order = order("en", json!({ "is": "handout", "readings": [one, two], "chosen": [] }));
    let printed = print(&order);
    assert_eq!(printed.info("Title"), "Lindenau, Ahornau", "it is called by what it holds");
    assert!(printed.words().contains("Who would vote here?"), "for the room");
    assert!(printed.claims_ua(), "two records with notes of the same numbers are well-formed");
}

#[test]
fn a_comparison_shows_the_rows_that_say_something_about_two() {
    let one = reading(city("en", "Lindenau", ""), "");
    let mut other = city("en", "Ahornau", "");
    other["id"] = json!("ahornau");
    other["declaration"] = json!("not_found");
    other["place"]["population"] = json!(5000);
    let document =
        json!({ "is": "comparison", "readings": [one, reading(other, "")], "cases": [] });
    let printed = print(&order("en", document));
    let words = printed.words();
    assert_eq!(words.matches("Differs").count(), 1, "only in their inhabitants: {words}");
    assert!(!words.contains("Declared by"), "only one of them declared itself");
    assert!(words.contains("Self-declared Self-declared"), "side by side");
    assert!(printed.tags().contains("TH"), "columns have headers");
    assert!(printed.claims_ua(), "and the table is sound");
}

#[test]
fn six_languages_have_their_own_words_dates_and_hyphens() {
    let long = [
        ("en", "8 February 2001", "internationalisation of responsibilities "),
        ("de", "8. Februar 2001", "Menschenrechtsverträglichkeitsprüfungen "),
        ("fr", "8 février 2001", "anticonstitutionnellement intergouvernementale "),
        ("nl", "8 februari 2001", "verantwoordelijkheidsgevoel mensenrechtenverklaring "),
        ("sv", "8 februari 2001", "jämställdhetsombudsmannens ansvarsskyldighet "),
        ("es", "8 de febrero de 2001", "internacionalización responsabilidades "),
    ];
    for (language, date, words) in long {
        // Of different lines: the same cut in each of them would look like a column of its own.
        let line = |n: usize| format!("{} {words}", "as much as there is"[..n % 19].trim());
        let text: String = (0..60).map(line).collect();
        let printed = print(&record(language, reading(city(language, "X", text.trim()), "")));
        let text = printed.words();
        assert!(text.contains(date), "{language}: {text}");
        assert!(
            text.contains("\u{ad} "),
            "{language}: a long word is cut by its rules at a line's end"
        );
        let whole = text.replace("\u{ad} ", "");
        for word in words.split_whitespace() {
            let found = whole.matches(word).count();
            // One may be cut by the end of a page.
            let least = 61 - printed.pages();
            assert!(found >= least, "{language}: {word} can be copied whole: {found} times");
        }
        assert!(printed.claims_ua(), "{language} is sound");
    }
}

#[test]
fn the_same_order_is_printed_to_the_same_document() {
    let order = record("en", reading(city("en", "Lindenau", TEXT), "")).to_string();
    let (one, two) =
        (crate::poppler::call(order.as_bytes()), crate::poppler::call(order.as_bytes()));
    assert!(one.stdout == two.stdout, "there is no clock in it, and no chance");
}

#[test]
fn notes_are_sound_wherever_a_page_ends() {
    for lines in [5, 20, 32, 40, 47, 52] {
        let text = format!("{}{TEXT}", "A line of its own.[^a]\n\n".repeat(lines));
        let deep = "Deep.[^b]\n\n".repeat(lines);
        let document = json!({
            "is": "record", "reading": reading(city("en", "Lindenau", &text), &deep), "practitioner": true
        });
        assert!(print(&order("en", document)).claims_ua(), "after {lines} lines too");
    }
}
