//! Citations: where they may stand, how they are numbered, and that they never eat text.

use hrc_markup::{render, render_both};

fn mark(id: &str, number: usize) -> String {
    format!(r##"<a class="cite" href="#source-{id}" data-source="{id}"><sup>{number}</sup></a>"##)
}

fn html(markdown: &str) -> String {
    render(markdown).into_iter().map(|b| b.html).collect()
}

#[test]
fn sources_are_numbered_by_their_first_citation_in_the_whole_text() {
    let blocks = render("One.[^b] Two.[^a][^b]\n\n- Three.[^c][^a]\n");
    let [first, second] = blocks.as_slice() else { panic!("two blocks") };
    assert_eq!(
        first.html,
        format!("<p>One.{} Two.{}{}</p>", mark("b", 1), mark("a", 2), mark("b", 1)),
        "a source keeps its number"
    );
    assert_eq!(
        second.html,
        format!("<ul><li>Three.{}{}</li></ul>", mark("c", 3), mark("a", 2)),
        "across blocks too"
    );
    assert_eq!(first.sources, ["b", "a"], "each source once, in the order of citation");
    assert_eq!(second.text, "Three.", "the plain text has no marks");
}

#[test]
fn a_citation_stands_wherever_words_can() {
    let mark = mark("a", 1);
    for (markdown, expected) in [
        ("- x.[^a]", format!("<ul><li>x.{mark}</li></ul>")),
        ("> x.[^a]", format!("<blockquote><p>x.{mark}</p></blockquote>")),
        ("*x.[^a]*", format!("<p><em>x.{mark}</em></p>")),
        ("## x[^a]", format!("<h2>x{mark}</h2>")),
        ("x![^a]", format!("<p>x!{mark}</p>")),
        (
            "[x](graz)[^a]",
            format!(r##"<p><a href="#/record/graz" data-record="graz">x</a>{mark}</p>"##),
        ),
        ("[x[^a]](graz)", format!("<p>[x{mark}](graz)</p>")),
        ("[x][^a]", format!("<p>[x]{mark}</p>")),
        ("x[^a](2001)", format!("<p>x{mark}(2001)</p>")),
        (
            "x[^a] (see [y](graz))",
            format!(r##"<p>x{mark} (see <a href="#/record/graz" data-record="graz">y</a>)</p>"##),
        ),
        ("x[^a][]", format!("<p>x{mark}[]</p>")),
    ] {
        assert_eq!(
            html(markdown),
            expected,
            "the mark follows its words and nothing is lost: {markdown}"
        );
    }
    assert!(
        html("| A |\n|---|\n| x[^a] |\n").contains(&format!("<td>x{mark}</td>")),
        "in tables too"
    );
}

#[test]
fn what_only_looks_like_a_citation_stays_text() {
    for (markdown, expected) in [
        (r"x \[^a]", "<p>x [^a]</p>"),
        ("`[^a]`", "<p><code>[^a]</code></p>"),
        ("[^Not an id]", "<p>[^Not an id]</p>"),
        ("[^]", "<p>[^]</p>"),
        ("x [a] [b][c]", "<p>x [a] [b][c]</p>"),
        ("[^a]: a note", "<p>[^a]: a note</p>"),
        ("[^a]:", "<p>[^a]: </p>"),
    ] {
        assert_eq!(html(markdown), expected, "an author's words are never lost: {markdown}");
    }
}

#[test]
fn a_practitioner_citation_is_numbered_where_it_is_read() {
    let blocks = render_both("## A\n\nOne.[^a]\n\n## B\n\nTwo.[^b]\n", "## A\n\nThree.[^c]\n");
    let html: String = blocks.iter().map(|b| b.html.as_str()).collect();
    let order: Vec<usize> =
        ["a", "c", "b"].iter().zip(1..).filter_map(|(id, n)| html.find(&mark(id, n))).collect();
    assert_eq!(order.len(), 3, "numbers run through the text as it is read: {html}");
    assert!(order.is_sorted(), "the joined section comes before the next one");
}
