//! Every defect of the fixtures, with the exact lines an author is shown.
//!
//! Each fixture is laid over the sound collection, so that its defect is the only thing wrong.

mod files;
mod texts;
mod values;

use crate::collection::{Folder, defects};
use std::fs;

/// What a fixture is and what is said of it.
pub struct Case {
    defect: &'static str,
    reason: &'static str,
    faults: &'static [&'static str],
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [files::CASES, texts::CASES, values::CASES].into_iter().flatten()
}

#[test]
fn the_sound_collection_has_no_fault() {
    assert_eq!(Folder::sound().faults(), [""; 0], "else no fixture could show its own defect");
}

#[test]
fn every_defect_is_told_by_file_line_and_sentence() {
    for Case { defect, reason, faults } in cases() {
        assert_eq!(&Folder::with(defect).faults(), faults, "{defect}: {reason}");
    }
}

#[test]
fn every_fixture_is_expected() {
    let mut expected: Vec<&str> = cases().map(|case| case.defect).collect();
    expected.sort_unstable();
    assert_eq!(expected, defects(), "a fixture that no test reads proves nothing");
}

#[test]
fn a_missing_list_is_a_fault_of_the_folder() {
    let folder = Folder::sound();
    fs::remove_file(folder.path().join("taxonomy/sections.yaml")).unwrap();
    assert_eq!(
        folder.faults(),
        ["taxonomy/sections.yaml:1: the list is missing, but records are filed under it"],
        "without it any word would pass for a section"
    );
}

#[test]
fn a_faulty_file_does_not_make_those_that_name_it_faulty() {
    let folder = Folder::sound();
    fs::write(folder.path().join("cities/graz.md"), "nothing of what it should be\n").unwrap();
    let faults = folder.faults();
    assert!(
        faults.iter().all(|fault| fault.starts_with("cities/graz")),
        "the record is there, only faulty: {faults:#?}"
    );
}

#[test]
fn a_fault_is_printed_so_that_it_opens_from_where_one_stands() {
    let folder = Folder::with("unknown-field");
    let printed: Vec<String> = folder.read().faults.iter().map(ToString::to_string).collect();
    let path = folder.path().join("terms/faulty.md");
    assert_eq!(
        printed,
        [format!("{}:8: unknown field `sumary`; did you mean `summary`?", path.display())],
        "the path is the one the folder was given by"
    );
}

#[test]
fn a_licence_list_above_the_folder_counts_too() {
    let folder = Folder::with("file-without-licence");
    let above = tempfile::tempdir().unwrap();
    let inside = above.path().join("content");
    fs::rename(folder.path(), &inside).unwrap();
    let list =
        "[[file]]\npath = \"content/cities/graz.jpg\"\nlicence = \"CC0-1.0\"\nsource = \"us\"\n";
    fs::write(above.path().join("LICENCES.toml"), list).unwrap();
    let faults = hrc_content::read(&inside).unwrap().faults;
    fs::rename(&inside, folder.path()).unwrap();
    assert_eq!(faults, [], "resources/LICENCES.toml lists what lies in resources/content");
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let error = hrc_content::read(std::path::Path::new("no/such/folder")).unwrap_err();
    assert_eq!(error.code, hrc_domain::ErrorCode::NotFound, "there is no file to name a line of");
}
