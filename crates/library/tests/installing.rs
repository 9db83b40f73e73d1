//! A reader's folder filled from the bundle.

use crate::corpus::*;
use hrc_domain::ErrorCode;
use hrc_library::{Batch, Library};
use std::fs;

fn bundle(title: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(dir.path()).unwrap();
    let mut batch = bundle_batch();
    batch.changes.push(put(0, city("edition", title, "AT", &[])));
    library.apply(batch).unwrap();
    dir
}

fn edition(library: &Library) -> String {
    library.record(&id("edition")).unwrap().0.title
}

#[test]
fn the_first_start_copies_the_bundle_with_its_index() {
    let (bundle, home) = (bundle("One"), tempfile::tempdir().unwrap());
    let dir = home.path().join("data/library");
    let library = Library::open_or_install(&dir, bundle.path()).unwrap();
    assert_eq!(edition(&library), "One", "the bundle's library");
    assert_eq!(found(&library, "one ")[0], "edition", "ready to be searched");
    let staged = fs::read_dir(&dir)
        .unwrap()
        .filter(|f| f.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'))
        .count();
    assert_eq!(staged, 0, "nothing is left of the way there");
}

#[test]
fn a_new_edition_replaces_a_library_that_never_followed_a_feed() {
    let (one, two, home) = (bundle("One"), bundle("Two"), tempfile::tempdir().unwrap());
    drop(Library::open_or_install(home.path(), one.path()).unwrap());
    fs::write(home.path().join("personal.sqlite"), "precious").unwrap();
    let library = Library::open_or_install(home.path(), two.path()).unwrap();
    assert_eq!(edition(&library), "Two", "the new program brings its knowledge");
    assert_eq!(found(&library, "two")[0], "edition", "and its index");
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "all of one piece");
    assert_eq!(
        fs::read_to_string(home.path().join("personal.sqlite")).unwrap(),
        "precious",
        "nothing else is touched"
    );
}

#[test]
fn a_library_that_moved_on_is_kept() {
    let (one, two, home) = (bundle("One"), bundle("Two"), tempfile::tempdir().unwrap());
    let library = Library::open_or_install(home.path(), one.path()).unwrap();
    library.apply(Batch { head: 1, changes: vec![] }).unwrap();
    drop(library);
    let library = Library::open_or_install(home.path(), two.path()).unwrap();
    assert_eq!(edition(&library), "One", "what came by sync is newer than any bundle");
}

#[test]
fn without_a_bundle_a_library_still_opens_and_none_is_said_to_be_missing() {
    let (one, home) = (bundle("One"), tempfile::tempdir().unwrap());
    let nowhere = home.path().join("no-bundle");
    let missing = Library::open_or_install(&home.path().join("empty"), &nowhere).err().unwrap();
    assert_eq!(missing.code, ErrorCode::LibraryMissing, "there is nothing to start from");
    let dir = home.path().join("library");
    drop(Library::open_or_install(&dir, one.path()).unwrap());
    assert!(Library::open_or_install(&dir, &nowhere).is_ok(), "a good library needs no bundle");
}

#[test]
fn leftovers_of_an_interrupted_copy_do_not_matter() {
    let (one, home) = (bundle("One"), tempfile::tempdir().unwrap());
    fs::create_dir_all(home.path().join(".install-broken/index")).unwrap();
    fs::create_dir(home.path().join("index")).unwrap();
    fs::write(home.path().join("index/meta.json"), "{").unwrap();
    let library = Library::open_or_install(home.path(), one.path()).unwrap();
    assert_eq!(edition(&library), "One", "installed over the remains");
    assert_eq!(library.verify().unwrap().faults, Vec::<String>::new(), "and whole");
}
