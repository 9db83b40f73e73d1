//! The page an author looks at.

use crate::collection::Folder;
use hrc_content::preview;
use hrc_domain::ErrorCode;
use std::fs;

#[test]
fn a_sound_record_is_shown_with_both_depths_and_its_sources() {
    let folder = Folder::sound();
    let html = preview(&folder.path().join("cities/graz.md")).unwrap();
    for (piece, reason) in [
        ("<h1>Graz</h1>", "the title"),
        ("No faults found.", "the verdict"),
        (
            "<p class=\"label\">For practitioners</p>\n<p>It began in 1997.",
            "the joined depth, labelled",
        ),
        ("<li id=\"source-city\"><cite>City</cite>, City of Graz<br>", "the first source cited"),
        (
            "contested: dated, disputed or weak; a critic speaks; not seen by us",
            "how far it carries",
        ),
        ("<dt>latitude</dt><dd>47.06733</dd>", "the fields"),
    ] {
        assert!(html.contains(piece), "{reason} is missing: {html}");
    }
    let order: Vec<_> =
        ["city", "press", "etc"].map(|s| html.find(&format!("id=\"source-{s}\""))).into();
    assert!(order.is_sorted() && order[0].is_some(), "the list has the numbers of the text");
    let same = preview(&folder.path().join("cities/graz.practitioner.md")).unwrap();
    assert_eq!(same, html, "either file shows the whole record");
}

#[test]
fn the_faults_of_the_file_stand_at_the_top_and_no_others() {
    let folder = Folder::with("dangling-relations");
    fs::write(folder.path().join("terms/other.md"), "faulty\n").unwrap();
    let html = preview(&folder.path().join("terms/faulty.md")).unwrap();
    assert!(
        html.contains("<code>faulty.md:9</code> `themes` names `houssing`"),
        "relations are checked inside the content"
    );
    assert!(!html.contains("other.md"), "other files have their own page");
}

#[test]
fn a_file_is_shown_alone_and_however_faulty() {
    let alone = tempfile::tempdir().unwrap();
    for (text, shown) in [
        (
            "---\nkind: term\ntitle: A & <b>\nrelated: [nowhere]\n---\nWords.\n",
            "<h1>A &amp; &lt;b&gt;</h1>",
        ),
        ("---\nkind: [\n---\nWords.\n", "the fields cannot be read"),
        ("Only words.\n", "<p>Only words.</p>"),
        ("", "the front matter is missing"),
    ] {
        let file = alone.path().join("word.md");
        fs::write(&file, text).unwrap();
        let html = preview(&file).unwrap();
        assert!(html.contains(shown), "an author sees what is there: {html}");
        assert!(html.contains("Looked at alone"), "and what was not checked");
    }
}

#[test]
fn a_page_needs_nothing_from_elsewhere_and_runs_nothing() {
    let folder = Folder::sound();
    for file in ["cities/graz.md", "terms/dignity.md", "links/link-d1.md"] {
        let html = preview(&folder.path().join(file)).unwrap();
        for foreign in ["<script", "<img", "<link", "@import", "url(", "src="] {
            assert!(!html.contains(foreign), "{file} must be one page, without {foreign}");
        }
    }
}

#[test]
fn what_is_no_record_has_no_page() {
    let folder = Folder::sound();
    for (file, code) in [
        ("taxonomy/regions.yaml", ErrorCode::InvalidInput),
        ("terms/nowhere.md", ErrorCode::NotFound),
    ] {
        let error = preview(&folder.path().join(file)).unwrap_err();
        assert_eq!(error.code, code, "{file} cannot be shown");
    }
}
