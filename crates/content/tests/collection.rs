//! Fixtures laid over one another: the sound collection, and one defect on top of it.

use hrc_content::{Collection, Fault, read};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// A folder of content that goes away with the test.
pub struct Folder(TempDir);

impl Folder {
    /// The collection in which every kind is there and nothing is wrong.
    pub fn sound() -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        copy(&fixtures().join("sound"), folder.path());
        folder
    }

    /// The same with the files of a defect in it.
    pub fn with(defect: &str) -> Self {
        let folder = Self::sound();
        copy(&fixtures().join(defect), folder.path());
        folder
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn read(&self) -> Collection {
        read(self.path()).unwrap()
    }

    /// The faults as they are printed, from where an author inside the folder stands.
    pub fn faults(&self) -> Vec<String> {
        let inside = |fault: Fault| {
            let file = fault.file.strip_prefix(self.path()).unwrap().to_owned();
            Fault { file, ..fault }.to_string()
        };
        self.read().faults.into_iter().map(inside).collect()
    }
}

fn copy(from: &Path, to: &Path) {
    assert!(from.is_dir(), "there is no fixture {}", from.display());
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The names of all defects that there is a fixture of.
pub fn defects() -> Vec<String> {
    let names =
        fs::read_dir(fixtures()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut defects: Vec<String> = names.filter(|name| name != "sound").collect();
    defects.sort();
    defects
}
