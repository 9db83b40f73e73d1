//! Anchors are unique, and are found again after edits.

use hrc_domain::Block;
use hrc_markup::{find, render};

fn anchors(markdown: &str) -> Vec<String> {
    render(markdown).into_iter().map(|b| b.anchor).collect()
}

fn anchor_of(blocks: &[Block], text: &str) -> String {
    blocks.iter().find(|b| b.text == text).map(|b| b.anchor.clone()).unwrap_or_default()
}

#[test]
fn an_anchor_is_heading_place_and_words() {
    let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex()[..8].to_owned();
    assert_eq!(
        anchors("Lead.\n\n## Straße & „Größe“\n\nOne.[^a]\n\nTwo.\n"),
        [
            format!("top.1.{}", hash("Lead.")),
            "strasse-grosse".to_owned(),
            format!("strasse-grosse.1.{}", hash("One.")),
            format!("strasse-grosse.2.{}", hash("Two.")),
        ],
        "addresses are plain ASCII, and a citation does not change an anchor"
    );
}

#[test]
fn equal_headings_get_numbers_and_none_gets_the_name_of_the_lead() {
    assert_eq!(
        anchors("## A\n## A\n## A 2\n## Top\n## 平\n## !!!\n"),
        ["a", "a-2", "a-2-2", "top-2", "ping", "section"],
        "every anchor means one block"
    );
}

#[test]
fn a_note_finds_its_paragraph_after_edits() {
    let before = render("## Way\n\nOne.\n\nTwo.\n\n## End\n\nOne.\n");
    let two = anchor_of(&before, "Two.");
    for (edit, text, reason) in [
        ("## Way\n\nOne.\n\nTwo.\n", "Two.", "nothing changed"),
        ("## Way\n\nZero.\n\nOne.\n\nTwo.\n", "Two.", "it moved down: its words are known"),
        ("## New way\n\nTwo.\n", "Two.", "its heading was renamed: its words are known"),
        (
            "## Way\n\nOne.\n\nTwo, reworded.\n",
            "Two, reworded.",
            "its words changed: its place is known",
        ),
        ("## Way\n\nOne.\n", "Way", "it is gone: its section is known"),
    ] {
        let blocks = render(edit);
        assert_eq!(find(&blocks, &two).map(|b| b.text.as_str()), Some(text), "{reason}");
    }
    assert_eq!(find(&render("## Other\n\nX.\n"), &two), None, "and nothing is made up");
}

#[test]
fn equal_words_are_looked_for_in_their_own_section_first() {
    let before = render("## Way\n\nSame.\n\n## End\n\nSame.\n");
    let end = before.last().map(|b| b.anchor.clone()).expect("a block");
    let after = render("## Way\n\nSame.\n\n## End\n\nNew.\n\nSame.\n");
    assert!(find(&after, &end).is_some_and(|b| b.heading == "End"), "a note stays in its section");
}
