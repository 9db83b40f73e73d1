//! `hrc handout` and `hrc slides`. They need `hrc-print` beside `hrc`, as `make programs` builds it.

use crate::{Bench, path, text};
use hrc_domain::Language;
use hrc_domain::workshop::{Matter, OwnSlide, SlideKey, Workshop};
use hrc_library::{Personal, now};

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

#[test]
fn slides_that_are_hidden_are_printed_only_when_all_are_asked_for() {
    let bench = Bench::new();
    let personal = Personal::open(bench.folder.path(), now()).unwrap();
    let own = |title: &str| Matter::Own {
        slide: OwnSlide::Text { title: title.into(), text: "Words.".into() },
    };
    let matters = vec![own("First"), own("Second"), own("Third")];
    let begun = Personal::begin_workshop(Language::english(), matters, now()).unwrap();
    let second = &begun.items[1].id;
    let hidden = vec![SlideKey::new(format!("{second}/text/0")).unwrap()];
    let kept = personal.keep_workshop(&Workshop { hidden, ..begun }, now()).unwrap();
    let file = bench.folder.path().join("a.hrcworkshop");
    personal.workshop_file_to(&file, (&kept.id, Vec::new()), now()).unwrap();
    let out = bench.folder.path().join("a.pdf");
    let pages = |more: &[&str]| {
        let arguments =
            [&["slides", "--workshop", path(&file), "--out", path(&out)], more].concat();
        let output = bench.run(&arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let info = std::process::Command::new("pdfinfo").arg(&out).output().unwrap();
        let line =
            text(&info.stdout).lines().find(|line| line.starts_with("Pages:")).map(str::to_owned);
        line.unwrap().trim_start_matches("Pages:").trim().to_owned()
    };
    assert_eq!(pages(&[]), "2", "what was left out stays out");
    assert_eq!(pages(&["--all"]), "3", "and is there on demand");
}
