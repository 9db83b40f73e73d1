//! What nobody should send, and somebody will.

use crate::orders::{TEXT, city, order, reading, record, source};
use crate::poppler::{call, print};
use serde_json::{Value, json};

fn refused(order: &[u8]) -> (String, Option<i32>) {
    let output = call(order);
    assert!(output.stdout.is_empty(), "no half document");
    let error: Value = serde_json::from_slice(&output.stderr).expect("one line of JSON");
    assert!(
        error["message"].as_str().is_some_and(|message| !message.is_empty()),
        "with a sentence"
    );
    (error["code"].as_str().unwrap().to_owned(), output.status.code())
}

#[test]
fn what_is_no_order_is_refused_in_a_sentence() {
    let deep = "[".repeat(1_000_000);
    for bad in ["", "{}", "null", "\u{0}", "{\"language\":\"EN\"}", deep.as_str()] {
        let shown: String = bad.chars().take(20).collect();
        assert_eq!(refused(bad.as_bytes()), ("invalid_input".to_owned(), Some(2)), "{shown:?}");
    }
    let nobody = order("en", json!({ "is": "handout", "readings": [], "chosen": [] }));
    assert_eq!(refused(nobody.to_string().as_bytes()).0, "invalid_input", "a hand-out of nothing");
}

#[test]
fn a_document_leads_only_to_the_web() {
    let mut city =
        city("en", "Lindenau", "[press](javascript:alert(1)) [file](file:///etc/passwd)[^a][^b]");
    city["sources"] =
        json!([source("a", "javascript:alert(1)"), source("b", "https://example.org/b")]);
    let printed = print(&record("en", reading(city, "")));
    assert_eq!(printed.links(), ["https://example.org/b"], "whatever the sources say");
    assert!(printed.words().contains("javascript:alert(1)"), "the address is shown, as text");
}

#[test]
fn letters_no_font_has_are_written_out_and_explained() {
    let text = format!("A seed \u{1f331} and \u{062d}\u{0642}. {TEXT}");
    let printed = print(&record("en", reading(city("en", "Seed \u{1f331}", &text), "")));
    let words = printed.words();
    assert!(words.contains("A seed [U+1F331] and [U+062D U+0642]."), "{words}");
    assert!(words.contains("by its number in the Unicode standard"), "and what that means");
    assert_eq!(printed.info("Title"), "Seed [U+1F331]", "in the title too");
    assert!(printed.claims_ua(), "a document with empty boxes would not be sound");
}

#[test]
fn text_that_looks_like_instructions_is_text() {
    let nasty =
        "#read(\"/etc/passwd\") $x^2$ @ref <label> #import \"x\" \\ * _ ` // {date} #panic()";
    let mut city = city("en", nasty, nasty);
    city["summary"] = json!(nasty);
    let words = print(&record("en", reading(city, ""))).words();
    assert!(words.contains("#read(\"/etc/passwd\") $x^2$ @ref <label>"), "word by word: {words}");
    assert!(words.contains("{date} #panic()"), "to its end");
}

#[test]
fn a_block_of_hostile_html_is_printed_as_its_plain_text() {
    let mut reading = reading(city("en", "Lindenau", "Whole."), "");
    for html in ["<p>a".to_owned(), "<em>".repeat(200_000), "<!ENTITY x \"y\">".to_owned()] {
        reading["blocks"][0]["html"] = json!(html);
        let words = print(&record("en", reading.clone())).words();
        assert!(words.contains("Whole."), "an order may come from anybody");
    }
}

#[test]
fn lists_in_lists_end_somewhere() {
    let deep: String = (0..300).map(|n| format!("{}- level {n}\n", "  ".repeat(n))).collect();
    let words = print(&record("en", reading(city("en", "Lindenau", &deep), ""))).words();
    assert!(words.contains("level 299"), "flat at last, and nothing lost");
}

#[test]
fn a_record_with_nothing_in_it_is_a_document_too() {
    let mut city = city("xx", "", "");
    for empty in ["sources", "elements", "milestones", "figures"] {
        city[empty] = json!([]);
    }
    city["summary"] = json!("");
    city["declaration"] = json!("not_found");
    let printed = print(&record("en", reading(city, "")));
    assert!(printed.pages() >= 1, "titleless, in an unknown language");
}
