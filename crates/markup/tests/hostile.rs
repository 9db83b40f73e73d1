//! Texts that mean harm, and texts that mean nothing.

use crate::markup::wrong;
use hrc_markup::{examine, find, plain, render, render_both};
use proptest::prelude::*;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// Attacks on a reader's window, each with the reason why it might have worked.
const ATTACKS: [(&str, &str); 26] = [
    ("<script>alert(1)</script>", "a script"),
    ("<img src=x onerror=alert(1)>", "an event"),
    ("a <b onclick=\"x()\">b</b>", "an event on a harmless tag"),
    ("<!-- --><script>x</script>", "behind a comment"),
    ("<!DOCTYPE html><?php x ?><![CDATA[<script>]]>", "declarations"),
    ("[a](javascript:alert(1))", "a scheme that runs"),
    ("[a](JaVaScRiPt:alert(1))", "the same in capitals"),
    ("[a](java\tscript:alert(1))", "the same with a tab, which browsers drop"),
    ("[a](<java\nscript:alert(1)>)", "the same with a line end"),
    ("[a](&#106;avascript:alert(1))", "the same as an entity"),
    ("[a](\u{1}javascript:alert(1))", "the same behind a control character"),
    ("[a](data:text/html,<script>x</script>)", "a page inside an address"),
    ("[a](vbscript:x)", "an old scheme"),
    ("[a](file:///etc/passwd)", "a file of the reader"),
    ("[a](tauri://localhost)", "a scheme of the window itself"),
    ("[a](https://good.example@evil.example)", "a user name that looks like a host"),
    ("[a](https://x.example/\"onmouseover=\"x)", "out of the attribute"),
    ("[a](https://x.example 'title\" onclick=\"x')", "a title that breaks out"),
    ("![a\"onerror=\"x](https://x.example/x.png)", "an image that calls home"),
    ("[a](graz\" onclick=\"x)", "a record id that breaks out"),
    ("[a](graz#\" onclick=\"x)", "an anchor that breaks out"),
    ("x[^a\" onclick=\"x]", "a citation that breaks out"),
    ("x[^a](javascript:alert(1))", "a citation that looks like a link"),
    ("<javascript:alert(1)>", "an autolink"),
    ("[a]\n\n[a]: javascript:alert(1)", "a reference"),
    ("| <script> |\n|---|\n| `</td><script>` |", "out of a table"),
];

#[test]
fn no_attack_reaches_the_window() {
    for (attack, reason) in ATTACKS {
        for block in render(attack) {
            assert_eq!(wrong(&block.html), None, "{reason}: {attack:?}");
            assert!(
                !block.html.contains("javascript:\"") && !block.html.contains("<img"),
                "{reason}"
            );
        }
        assert!(
            !plain(attack).is_empty() || attack.starts_with("[a]("),
            "its words are shown: {attack:?}"
        );
    }
}

#[test]
fn a_hostile_text_is_answered_in_time_and_bounded_in_depth() {
    let n = 10_000;
    for (name, text) in [
        ("quotes", ">".repeat(n) + "a"),
        ("quotes over lines", (">".repeat(500) + "a\n").repeat(100)),
        ("lists", "- ".repeat(n) + "a"),
        ("ordered lists", "1. ".repeat(n) + "a"),
        ("open brackets", "[".repeat(n)),
        ("closed brackets", "[".repeat(n) + &"]".repeat(n)),
        ("links in links", "[".repeat(n) + "a" + &"](b)".repeat(n)),
        ("images in images", "![".repeat(n) + "a" + &"](b)".repeat(n)),
        ("citations", "[^a]".repeat(n)),
        ("open citations", "[^".repeat(n)),
        ("links of citations", "[^a](b)".repeat(n)),
        ("stars", "*a **b ".repeat(n)),
        ("closed stars", "*".repeat(n) + "a" + &"*".repeat(n)),
        ("backticks", (1..300).map(|k| "`".repeat(k) + " ").collect()),
        ("tags", "<a ".repeat(n)),
        ("comments", "<!--".repeat(n)),
        ("entities", "&amp".repeat(n)),
        ("tables", format!("|{}\n|{}\n{}", "a|".repeat(200), "-|".repeat(200), "|\n".repeat(200))),
        ("headings", "## a\n".repeat(n)),
        ("definitions", "[^a]: ".repeat(n)),
        ("references", "[a]: b\n".repeat(n)),
        ("full stops", ". ".repeat(n)),
        ("sentences", "A b. ".repeat(n)),
    ] {
        let start = Instant::now();
        let blocks = render(&text);
        examine(&text);
        let took = start.elapsed();
        println!("{name}: {took:?} for {} bytes", text.len());
        assert!(
            took < Duration::from_secs(5),
            "{name} took {took:?}: not in proportion to its length"
        );
        for block in blocks {
            assert_eq!(wrong(&block.html), None, "{name}");
            let deepest =
                block.html.matches("<blockquote>").count().max(block.html.matches("<ul>").count());
            assert!(deepest <= 12, "{name}: {deepest} boxes in one another");
        }
    }
}

/// Strings that look like Markdown more often than chance would have them.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("[^a]"),
        Just("[^b]"),
        Just("[^ä]"),
        Just("[^a]: "),
        Just("["),
        Just("]"),
        Just("("),
        Just(")"),
        Just("]("),
        Just("graz"),
        Just("https://x.example"),
        Just("javascript:x"),
        Just("!["),
        Just("*"),
        Just("**"),
        Just("_"),
        Just("`"),
        Just("```\n"),
        Just("\n"),
        Just("\n\n"),
        Just("> "),
        Just("- "),
        Just("1. "),
        Just("## "),
        Just("### "),
        Just("# "),
        Just("| "),
        Just("|---|\n"),
        Just("<b>"),
        Just("</b>"),
        Just("<script>"),
        Just("<!--"),
        Just("-->"),
        Just("&lt;"),
        Just("\\"),
        Just("  "),
        Just("    "),
        Just("\t"),
        Just("\r\n"),
        Just("---\n"),
        Just("==="),
        Just("wörd "),
        Just("2001. "),
        Just("Art. "),
        Just("\u{0}"),
        Just("\u{feff}"),
        Just("\""),
        Just("'"),
        Just("<"),
        Just(">"),
    ];
    prop_oneof![
        proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_string_becomes_safe_html_with_anchors_of_its_own(text in markdown(), added in markdown()) {
        let blocks = render_both(&text, &added);
        let mut anchors = HashSet::new();
        for block in &blocks {
            prop_assert_eq!(wrong(&block.html), None);
            prop_assert!(anchors.insert(block.anchor.as_str()), "{} stands twice", block.anchor);
            prop_assert_eq!(find(&blocks, &block.anchor), Some(block));
        }
    }

    #[test]
    fn every_place_named_lies_in_the_text(text in markdown()) {
        let found = examine(&text);
        let places = found.refused.iter().map(|(_, at)| *at)
            .chain(found.citations.iter().map(|c| c.offset))
            .chain(found.mentions.iter().map(|m| m.offset))
            .chain(found.empty_sections.iter().map(|(_, at)| *at))
            .chain(found.sentences.iter().map(|s| s.offset));
        for at in places {
            prop_assert!(at <= text.len(), "{} is behind the end", at);
        }
    }

    #[test]
    fn reading_depends_on_the_text_alone(text in markdown()) {
        prop_assert_eq!(render(&text), render(&text));
        prop_assert_eq!(render(&text), render_both(&text, ""));
    }
}
