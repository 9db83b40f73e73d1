//! One's own work: notes, bookmarks, and everything personal in one file, out of one, or away.

use super::{Shared, own};
use hrc_domain::personal::{
    Bookmark, Imported, NoteLine, NotePlace, PersonalCounts, PersonalHealing,
};
use hrc_domain::question::LetterId;
use hrc_domain::{Error, RecordId};
use hrc_library::{Library, Present, Secrets, now};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::State;

/// How much there is of what, for the badge.
#[tauri::command]
#[specta::specta]
pub async fn personal_counts(shared: State<'_, Shared>) -> Result<PersonalCounts, Error> {
    own(&shared, |personal| personal.counts()).await
}

/// All bookmarks, the latest first.
#[tauri::command]
#[specta::specta]
pub async fn bookmarks(shared: State<'_, Shared>) -> Result<Vec<Bookmark>, Error> {
    own(&shared, |personal| personal.bookmarks()).await
}

/// Marks a record or paragraph under the title it has now.
#[tauri::command]
#[specta::specta]
pub async fn add_bookmark(
    shared: State<'_, Shared>,
    record: RecordId,
    anchor: Option<String>,
    title: String,
) -> Result<(), Error> {
    own(&shared, move |personal| personal.add_bookmark(&record, anchor.as_deref(), &title, now()))
        .await
}

/// Takes a mark away.
#[tauri::command]
#[specta::specta]
pub async fn remove_bookmark(
    shared: State<'_, Shared>,
    record: RecordId,
    anchor: Option<String>,
) -> Result<(), Error> {
    own(&shared, move |personal| personal.remove_bookmark(&record, anchor.as_deref())).await
}

/// The notes that have all these words, the last written first; all of them for no words.
#[tauri::command]
#[specta::specta]
pub async fn notes(shared: State<'_, Shared>, words: String) -> Result<Vec<NoteLine>, Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let library = library.wait().as_ref().ok();
        personal.notes(&words, |record, anchor| present(library, record, anchor))
    })
    .await
}

/// The notes on one record.
#[tauri::command]
#[specta::specta]
pub async fn notes_on(shared: State<'_, Shared>, record: RecordId) -> Result<Vec<NoteLine>, Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let library = library.wait().as_ref().ok();
        personal.notes_on(&record, |record, anchor| present(library, record, anchor))
    })
    .await
}

/// What is now where a note was put; without a library nobody can tell, and nothing is there.
fn present(library: Option<&Library>, record: &RecordId, anchor: Option<&str>) -> Present {
    library.map_or(Present::Gone, |library| library.present(record, anchor))
}

/// Puts a note on a record or paragraph.
#[tauri::command]
#[specta::specta]
pub async fn add_note(
    shared: State<'_, Shared>,
    place: NotePlace,
    text: String,
) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.add_note(&place, &text, now())).await
}

/// Rewrites a note.
#[tauri::command]
#[specta::specta]
pub async fn edit_note(shared: State<'_, Shared>, id: LetterId, text: String) -> Result<(), Error> {
    own(&shared, move |personal| personal.edit_note(&id, &text, now())).await
}

/// Removes a note.
#[tauri::command]
#[specta::specta]
pub async fn remove_note(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.remove_note(&id)).await
}

/// Everything personal into one file; with or without the secrets by which visitors fetch answers.
#[tauri::command]
#[specta::specta]
pub async fn export_personal(
    shared: State<'_, Shared>,
    path: PathBuf,
    secrets: bool,
) -> Result<(), Error> {
    let secrets = if secrets { Secrets::Included } else { Secrets::LeftOut };
    own(&shared, move |personal| personal.export_to(&path, secrets, now())).await
}

/// What such a file holds, taken in beside what is here.
#[tauri::command]
#[specta::specta]
pub async fn import_personal(shared: State<'_, Shared>, path: PathBuf) -> Result<Imported, Error> {
    own(&shared, move |personal| personal.import_from(&path, now())).await
}

/// Removes everything personal from this computer.
#[tauri::command]
#[specta::specta]
pub async fn wipe_personal(shared: State<'_, Shared>) -> Result<(), Error> {
    own(&shared, |personal| personal.wipe()).await
}

/// What was mended when the personal data was opened.
#[tauri::command]
#[specta::specta]
pub async fn personal_healing(shared: State<'_, Shared>) -> Result<Option<PersonalHealing>, Error> {
    own(&shared, |personal| Ok(personal.healed().cloned())).await
}
