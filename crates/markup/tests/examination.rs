//! What the checker learns of a text.

use hrc_markup::{Refusal, examine};

#[test]
fn what_the_format_does_not_have_is_named_with_its_place() {
    let text = "# Title\n\nA <b>bold</b> word.\n\n<div>\n\n![alt](x.png)\n\n***\n\n[^a]: note\n\n[^B c]\n\n[x](ftp://y)\n\n[x](a b)\n";
    let seen: Vec<_> = examine(text)
        .refused
        .into_iter()
        .map(|(r, at)| (r, text[at..].chars().take(3).collect::<String>()))
        .collect();
    let at = |r: Refusal, start: &str| (r, start.to_owned());
    assert_eq!(
        seen,
        [
            at(Refusal::TopHeading, "# T"),
            at(Refusal::Html, "<b>"),
            at(Refusal::Html, "</b"),
            at(Refusal::Html, "<di"),
            at(Refusal::Image, "![a"),
            at(Refusal::Rule, "***"),
            at(Refusal::Footnote("a".into()), "[^a"),
            at(Refusal::Citation("B c".into()), "[^B"),
            at(Refusal::Link("ftp://y".into()), "[x]"),
            at(Refusal::BrokenLink, "](a"),
        ],
        "an author must be able to go there"
    );
}

#[test]
fn a_heading_without_text_is_an_empty_section() {
    let text = "## A\n\n## B\n\n### C\n\ntext\n\n### D\n\n## E\n";
    let empty: Vec<String> = examine(text).empty_sections.into_iter().map(|(h, _)| h).collect();
    assert_eq!(empty, ["A", "D", "E"], "B has text below its subheading");
}

#[test]
fn a_citation_belongs_to_the_sentence_before_it() {
    let text = "One is so.[^a][^b] Two is so. Three[^c] is so. [^d]\n\n- Four [^e]\n- Five\n\n| A |\n|---|\n| six[^f] |\n";
    let seen: Vec<_> = examine(text).sentences.into_iter().map(|s| (s.text, s.sources)).collect();
    let expected = [
        ("One is so.", 2),
        ("Two is so.", 0),
        ("Three is so.", 2),
        ("Four", 1),
        ("Five", 0),
        ("six", 1),
    ];
    let seen: Vec<_> = seen.iter().map(|(t, n)| (t.as_str(), *n)).collect();
    assert_eq!(seen, expected, "the full stop stands before the mark");
}

#[test]
fn places_are_bytes_of_the_source() {
    let text = "Ä *b*. \\* Next[^a] &amp; so.\n\n> - Deep [g](graz).\n";
    let found = examine(text);
    let starts: Vec<&str> = found.sentences.iter().map(|s| &text[s.offset..s.offset + 4]).collect();
    assert_eq!(starts.last(), Some(&"Deep"), "inside containers too");
    assert_eq!(
        found.citations.first().map(|c| &text[c.offset..c.offset + 4]),
        Some("[^a]"),
        "at its bracket"
    );
    assert_eq!(
        found.mentions.first().map(|m| &text[m.offset..m.offset + 3]),
        Some("[g]"),
        "at its bracket"
    );
    assert!(found.sentences.last().is_some_and(|s| s.points), "the sentence points to a record");
}
