//! The end of an account: what it brought is taken away, whatever happens meanwhile.
//!
//! A note of what is to be done is written first and removed last. A program that is stopped in
//! between leaves the note, and the next opening does the rest. Deleting records from an index leaves
//! their words in its files, so it goes as a whole.

use super::kept::{self, Kept};
use super::{keyring, secret};
use crate::install::sync_folder;
use crate::lock::WriterLock;
use crate::search;
use crate::store::{self, PRACTITIONER_FILE};
use crate::sync::practitioner_folder;
use hrc_domain::Error;
use hrc_domain::enrolment::{Custody, Farewell};
use hrc_domain::error::Result;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The note within a library's folder.
const NOTE: &str = "parting.json";

/// What the reader is told, until it was read.
const FAREWELL: &str = "farewell.json";

/// What is to be done.
#[derive(Serialize, Deserialize)]
struct Note {
    /// None where there never was an account that anybody could be told of.
    farewell: Option<Farewell>,
    /// The entry to remove from the keyring.
    entry: Option<String>,
}

/// Notes that this account ends. From now on it does, whatever happens.
pub fn begin(library: &Path, farewell: &Farewell, kept: &Kept) -> Result<()> {
    let entry = (kept.custody == Custody::Keyring).then(|| kept.entry.clone());
    super::put(&library.join(NOTE), &Note { farewell: Some(farewell.clone()), entry })
}

/// Whether an account was ending here when the program last stopped: it is none any more.
pub fn has_begun(library: &Path) -> bool {
    library.join(NOTE).exists()
}

/// Does what the note says, and removes it. The caller holds the lock.
pub fn finish(library: &Path) -> Result<()> {
    let note = library.join(NOTE);
    let Ok(json) = fs::read(&note) else { return Ok(()) };
    // A note is written whole; should somebody else have spoilt it, the rest is done all the same.
    let Note { farewell, entry } =
        serde_json::from_slice(&json).unwrap_or(Note { farewell: None, entry: None });
    for file in [secret::file(library), kept::file(library)] {
        gone(fs::remove_file(file))?;
    }
    clear(library)?;
    if let Some(entry) = entry {
        // A keyring that does not answer keeps a token that opens nothing for anybody without this
        // person's password; it must not keep the rest here.
        let _ = keyring::forget(&entry);
    }
    if let Some(farewell) = farewell {
        super::put(&library.join(FAREWELL), &farewell)?;
    }
    gone(fs::remove_file(note))?;
    sync_folder(library)
}

/// Takes away everything in which there may be a word of the practitioners' layer.
fn clear(library: &Path) -> Result<()> {
    let file = library.join(PRACTITIONER_FILE);
    let staged = library.join(format!("{PRACTITIONER_FILE}.new"));
    for file in store::files(&file).into_iter().chain(store::files(&staged)) {
        gone(fs::remove_file(file))?;
    }
    let begun = fs::read_dir(library).into_iter().flatten().flatten();
    let begun =
        begun.filter(|entry| entry.file_name().to_string_lossy().starts_with(search::STAGED));
    let folders = [practitioner_folder(library), library.join(search::FOLDER)];
    for folder in folders.into_iter().chain(begun.map(|entry| entry.path())) {
        remove_folder(&folder)?;
    }
    sync_folder(library)
}

/// Removes a folder, or what took its place.
fn remove_folder(folder: &PathBuf) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() == ErrorKind::NotADirectory => gone(fs::remove_file(folder)),
        outcome => gone(outcome),
    }
}

/// Whether it is gone, which it may have been before.
fn gone(outcome: io::Result<()>) -> Result<()> {
    match outcome {
        Err(cause) if cause.kind() != ErrorKind::NotFound => {
            Err(Error::io("taking the practitioners' layer away", &cause))
        }
        _ => Ok(()),
    }
}

/// Finishes what was begun, when a library is opened; takes away, too, what belongs to no account.
/// Whether there still is something that nobody may read.
pub fn tidy(library: &Path, writable: bool) -> bool {
    if !is_left(library) {
        return false;
    }
    // Where somebody else is at it, or nothing can be written, it is at least not read.
    let done = writable
        && WriterLock::take(library).is_ok_and(|_lock| {
            if has_begun(library) {
                finish(library).is_ok()
            } else {
                !is_left(library) || clear(library).is_ok()
            }
        });
    !done
}

fn is_left(library: &Path) -> bool {
    let is_nobodys = || matches!(Kept::load(library), Ok(None));
    has_begun(library) || (library.join(PRACTITIONER_FILE).exists() && is_nobodys())
}

/// What the reader is to be told.
pub fn farewell(library: &Path) -> Option<Farewell> {
    serde_json::from_slice(&fs::read(library.join(FAREWELL)).ok()?).ok()
}

/// The reader was told.
pub fn farewell_read(library: &Path) -> Result<()> {
    gone(fs::remove_file(library.join(FAREWELL)))
}
