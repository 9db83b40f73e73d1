//! What each construct of the format becomes.

use hrc_domain::block::BlockKind;
use hrc_markup::{plain, render};

fn html(markdown: &str) -> String {
    render(markdown).into_iter().map(|b| b.html).collect()
}

#[test]
fn every_construct_of_the_format_has_its_element() {
    for (markdown, expected) in [
        (
            "One *two* **three** `four`",
            "<p>One <em>two</em> <strong>three</strong> <code>four</code></p>",
        ),
        ("## A *b*", "<h2>A <em>b</em></h2>"),
        ("### A", "<h3>A</h3>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n4. b", r#"<ol start="3"><li>a</li><li>b</li></ol>"#),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        ("```\na < b\n```", "<pre>a &lt; b\n</pre>"),
        (
            "| A | B |\n|---|---|\n| c | d |\n| e | f |",
            "<table><thead><tr><th scope=\"col\">A</th><th scope=\"col\">B</th></tr></thead>\
             <tbody><tr><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td></tr></tbody></table>",
        ),
        ("a\nb", "<p>a b</p>"),
    ] {
        assert_eq!(html(markdown), expected, "this is what editors are promised for {markdown:?}");
    }
}

#[test]
fn links_lead_to_the_web_to_mail_and_to_records() {
    for (markdown, expected) in [
        (
            "[a](https://example.org/x?a=1&b=2)",
            r#"<p><a class="outside" rel="noopener noreferrer" href="https://example.org/x?a=1&amp;b=2">a</a></p>"#,
        ),
        (
            "<https://example.org>",
            r#"<p><a class="outside" rel="noopener noreferrer" href="https://example.org/">https://example.org</a></p>"#,
        ),
        (
            "[a](mailto:a@example.org)",
            r#"<p><a class="outside" rel="noopener noreferrer" href="mailto:a@example.org">a</a></p>"#,
        ),
        ("[a](graz)", r##"<p><a href="#/record/graz" data-record="graz">a</a></p>"##),
        (
            "[a](graz#the-decision.1.00ff00ff)",
            r##"<p><a href="#/record/graz" data-record="graz" data-anchor="the-decision.1.00ff00ff">a</a></p>"##,
        ),
        ("[a](../graz.md)", "<p>a</p>"),
        ("[a](Graz)", "<p>a</p>"),
        ("[a](graz#A%22)", "<p>a</p>"),
    ] {
        assert_eq!(html(markdown), expected, "a link is what the format says it is: {markdown}");
    }
}

#[test]
fn the_plain_text_has_a_line_for_each_paragraph_item_and_row() {
    let text = "## Since *2001*\n\nOne\ntwo.[^a]\n\n- three\n  - four\n- [five](graz)\n\n| A | B |\n|---|---|\n| c | d |\n";
    assert_eq!(
        plain(text),
        "Since 2001\nOne two.\nthree\nfour\nfive\nA | B\nc | d",
        "the index and the passages of a search read these lines"
    );
}

#[test]
fn a_block_knows_its_kind_and_the_heading_it_stands_under() {
    let blocks = render(
        "Lead.\n\n## Way\n\nFirst.\n\n### Detail\n\n- Second.\n\n> Third.\n\n## End\n\n| A |\n|---|\n| b |\n",
    );
    let seen: Vec<_> = blocks.iter().map(|b| (b.kind, b.heading.as_str())).collect();
    assert_eq!(
        seen,
        [
            (BlockKind::Paragraph, ""),
            (BlockKind::Heading, ""),
            (BlockKind::Paragraph, "Way"),
            (BlockKind::Subheading, "Way"),
            (BlockKind::List, "Detail"),
            (BlockKind::Quote, "Detail"),
            (BlockKind::Heading, ""),
            (BlockKind::Table, "End"),
        ],
        "a passage found by a search is shown with its heading"
    );
}
