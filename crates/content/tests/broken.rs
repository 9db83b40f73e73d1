//! Files that broke on the way: whatever their bytes, there is an answer and never a crash.

use hrc_content::preview;
use proptest::prelude::*;
use std::fs;
use std::path::Path;

/// Reads these bytes as a record's file.
fn shown(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("word.md");
    fs::write(&file, bytes).unwrap();
    preview(&file).unwrap()
}

#[test]
fn a_file_cut_short_anywhere_is_faulty_and_not_fatal() {
    let sound = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sound");
    for file in ["cities/graz.md", "terms/dignity.md"] {
        let bytes = fs::read(sound.join(file)).unwrap();
        for end in 0..bytes.len() {
            assert!(shown(&bytes[..end]).contains("</html>"), "{file} cut after {end} bytes");
        }
    }
}

/// Strings that look like front matter more often than chance would have them.
fn file() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "---\n",
        "title",
        ": ",
        ":",
        "\n",
        "\n  ",
        "\n    ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "\"",
        "'",
        "|\n",
        ">-\n",
        "& ",
        "&a ",
        "*a",
        "!t ",
        "? ",
        "# ",
        "%",
        "@",
        "`",
        "\\",
        "\t",
        "sources",
        "id",
        "a",
        "2001-02-08",
        "~",
        "kind: city\n",
        "facets:\n",
        "translations:\n",
        "urls:\n",
        "milestones:\n",
        "...\n",
        "\u{feff}",
        "ü",
        "\0",
        "<<: ",
        "[^a]",
        "## ",
        "not found",
        "\u{85}",
        "\u{2028}",
        "\r",
    ]);
    proptest::collection::vec(piece, 0..40)
        .prop_map(|pieces| format!("---\n{}\n---\nText.\n", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_front_matter_has_an_answer(text in file()) {
        prop_assert!(shown(text.as_bytes()).contains("</html>"));
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in any::<Vec<u8>>()) {
        prop_assert!(shown(&bytes).contains("</html>"));
    }
}
