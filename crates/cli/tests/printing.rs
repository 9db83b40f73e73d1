//! `hrc handout` and `hrc slides`. They need `hrc-print` beside `hrc`, as `make programs` builds it.

use crate::{Bench, path, text};

#[test]
fn records_are_printed_into_a_file() {
    let bench = Bench::new();
    let out = bench.folder.path().join("a.pdf");
    for verb in [vec!["handout"], vec!["slides"], vec!["slides", "--notes"]] {
        let arguments =
            [&verb[..], &["lindenau", "--out", path(&out), "--language", "de"]].concat();
        let output = bench.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{verb:?}: {}", text(&output.stderr));
        assert_eq!(text(&output.stdout).trim(), path(&out), "the file is named");
        let document = std::fs::read(&out).unwrap();
        assert!(document.starts_with(b"%PDF-"), "{verb:?} replaced the one that was there");
        std::fs::write(&out, "another").unwrap();
    }
}

#[test]
fn what_cannot_be_printed_leaves_the_file_that_was_there() {
    let bench = Bench::new();
    let out = bench.folder.path().join("a.pdf");
    std::fs::write(&out, "mine").unwrap();
    for verb in ["handout", "slides"] {
        let output = bench.run(&[verb, "nobody", "--out", path(&out)]);
        assert_eq!(output.status.code(), Some(3), "there is no such record");
        assert_eq!(std::fs::read(&out).unwrap(), b"mine", "{verb} touched it");
        let output = bench.run(&[verb, "lindenau", "--out", "/nowhere/a.pdf"]);
        assert_ne!(output.status.code(), Some(0), "there is no such folder");
        let refused = bench.run(&[verb, "lindenau", "--out", path(&out), "--language", "fi"]);
        assert_eq!(refused.status.code(), Some(2), "nobody speaks it here");
    }
    let files = std::fs::read_dir(bench.folder.path()).unwrap().count();
    assert_eq!(files, 2, "the bundle and the file: nothing half is left behind");
}

#[test]
fn a_file_that_is_no_workshop_is_refused() {
    let bench = Bench::new();
    let file = bench.folder.path().join("a.hrcworkshop");
    std::fs::write(&file, "{}").unwrap();
    let out = bench.folder.path().join("a.pdf");
    let output = bench.run(&["slides", "--workshop", path(&file), "--out", path(&out)]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    assert!(!out.exists(), "and nothing is printed");
}
