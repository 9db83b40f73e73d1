//! A start upon whatever is left of a library: the window opens, search works, and the program can
//! say what it mended.

use crate::harness::home::Home;
use crate::harness::window::Window;
use hrc_domain::personal::Draft;
use hrc_library::{Library, Personal, now};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Starts upon this home, searches as a reader does, and hands back what was mended.
fn healed(home: Home, how: &str) -> (Value, Home) {
    let window = Window::open_in(home);
    let status = window.invoke("status").unwrap_or_else(|e| panic!("{how}: it opens, not {e}"));
    assert_eq!(status["index_current"], true, "{how}: the index is of this library");
    assert_eq!(status["unwritable"], Value::Null, "{how}: the folder can be written to");
    window.search_for("Wien");
    window.wait_for_first_hit("vienna");
    (status["healed"].clone(), window.close())
}

/// The largest file of the index: the one a search cannot do without.
fn largest_index_file(library: &Path) -> PathBuf {
    let files = fs::read_dir(library.join("index")).unwrap().map(|f| f.unwrap().path());
    files.max_by_key(|f| f.metadata().unwrap().len()).unwrap()
}

/// A library of another state, as an earlier version of the program left it.
fn earlier_library(at: &Path) {
    drop(Library::create(at).unwrap());
}

#[test]
fn a_damaged_database_is_restored_from_the_bundle_once() {
    let home = Home::with_library();
    let database = home.library().join("public.sqlite");
    let mut bytes = fs::read(&database).unwrap();
    bytes[4096..40_960].fill(0xA5);
    fs::write(&database, &bytes).unwrap();
    let (mended, home) = healed(home, "a damaged database");
    assert_eq!(mended, json!(["library_restored"]), "the reader can be told what was done");
    assert!(home.log().contains("healed: LibraryRestored"), "and the log has it: {}", home.log());
    let kept = fs::read(home.library().join("public.sqlite.damaged")).unwrap();
    assert!(kept == bytes, "the damaged file is kept for whoever wants to look");
    let (mended, _) = healed(home, "the start after it");
    assert_eq!(mended, json!([]), "it is healed once, not ever again");
}

#[test]
fn a_damaged_or_missing_or_older_index_is_built_anew() {
    let mut home = Home::with_library();
    type Harm = fn(&Path);
    let harms: [(&str, Harm); 3] = [
        ("an index file with one bit turned", |library| {
            let file = largest_index_file(library);
            let mut bytes = fs::read(&file).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x20;
            fs::write(file, bytes).unwrap();
        }),
        ("no index", |library| fs::remove_dir_all(library.join("index")).unwrap()),
        ("the index of an earlier state", |library| {
            let earlier = tempfile::tempdir().unwrap();
            earlier_library(earlier.path());
            fs::remove_dir_all(library.join("index")).unwrap();
            fs::create_dir(library.join("index")).unwrap();
            for file in fs::read_dir(earlier.path().join("index")).unwrap().map(|f| f.unwrap()) {
                fs::copy(file.path(), library.join("index").join(file.file_name())).unwrap();
            }
        }),
    ];
    for (how, harm) in harms {
        harm(&home.library());
        let (mended, after) = healed(home, how);
        assert_eq!(mended, json!(["index_rebuilt"]), "{how}: the reader can be told");
        home = after;
    }
}

#[test]
fn an_earlier_versions_library_is_replaced_by_the_bundles() {
    let home = Home::new();
    fs::create_dir_all(home.library()).unwrap();
    earlier_library(&home.library());
    // A copy that a power cut stopped half-way, as large as a library.
    fs::create_dir(home.library().join(".install-stopped")).unwrap();
    fs::write(home.library().join(".install-stopped/public.sqlite"), [0; 100_000]).unwrap();
    let (mended, home) = healed(home, "an earlier library");
    assert_eq!(mended, json!([]), "a new edition is no damage");
    let remains = home.library().join(".install-stopped");
    assert!(!remains.exists(), "what a stopped copy left takes no room for ever");
}

#[test]
fn what_can_be_read_of_damaged_questions_comes_along_and_is_counted() {
    let home = Home::with_library();
    let personal = Personal::open(&home.library(), now()).unwrap();
    let draft = |n: u32| Draft {
        subject: format!("Question {n}"),
        text: "How did others begin? ".repeat(20),
        ..serde_json::from_str("{}").unwrap()
    };
    (0..60).for_each(|n| drop(personal.save_draft(None, &draft(n), now()).unwrap()));
    drop(personal);
    let file = home.library().join("personal.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    let last = bytes.len() - 4096;
    bytes[last..].fill(0xA5);
    std::fs::write(&file, bytes).unwrap();

    let window = Window::open_in(home);
    window.go("#/settings/own");
    let told = window.text("[data-healed]");
    assert!(told.contains("personal-damaged-"), "where the file is: {told}");
    let left = Personal::open(&window.home().library(), now()).unwrap().questions().unwrap().len();
    assert!((30..60).contains(&left), "all but those on one page: {left}");
    assert!(told.contains(&format!("{left} questions")), "and how many came along: {told}");
    window.keep_picture("settings-taken-over");
}
