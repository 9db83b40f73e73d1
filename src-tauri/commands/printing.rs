//! Documents as PDF files: a record, a hand-out, a comparison, slides. They are set by `hrc-print`, a
//! program of its own.

use super::{Shared, ask, off_thread, own};
use hrc_domain::workshop::Workshop;
use hrc_domain::{Error, ErrorCode, Language, RecordId};
use hrc_library::now;
use hrc_press::{Document, Order, Picture, call_into};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

/// Lets the reader choose where a document is put, under this name; none where nothing was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_document_place(app: AppHandle, name: String) -> Result<Option<String>, Error> {
    let (tell, told) = std::sync::mpsc::channel();
    let dialog = app.dialog().file().add_filter("PDF", &["pdf"]);
    dialog.set_file_name(format!("{name}.pdf")).save_file(move |chosen| {
        // Whoever asked may be gone with the window.
        let _ = tell.send(chosen);
    });
    off_thread(move || {
        let Some(chosen) = told.recv().ok().flatten() else { return Ok(None) };
        let path = chosen.into_path().map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("this file has no path: {cause}"))
        })?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Prints one record into this file, with the practitioners' paragraphs where the reader reads them.
#[tauri::command]
#[specta::specta]
pub async fn print_record(
    shared: State<'_, Shared>,
    id: RecordId,
    language: Language,
    practitioner: bool,
    path: PathBuf,
) -> Result<(), Error> {
    ask(&shared, move |library| {
        let reading = Box::new(library.reading(&id, &language)?);
        call_into(&Order::new(language, Document::Record { reading, practitioner }, now()), &path)
    })
    .await
}

/// Prints the records of a workshop, kept or not, to be given out, into this file: those that came with it as
/// they came; of the practitioners' paragraphs those that were chosen one by one, and no other.
#[tauri::command]
#[specta::specta]
pub async fn print_handout(
    shared: State<'_, Shared>,
    workshop: Workshop,
    path: PathBuf,
) -> Result<(), Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let readings = hrc_library::handout(library.wait().as_ref(), personal, &workshop)?;
        let document = Document::Handout { readings, chosen: workshop.chosen };
        call_into(&Order::new(workshop.language, document, now()), &path)
    })
    .await
}

/// Prints two or three cities side by side into this file.
#[tauri::command]
#[specta::specta]
pub async fn print_comparison(
    shared: State<'_, Shared>,
    ids: Vec<RecordId>,
    language: Language,
    path: PathBuf,
) -> Result<(), Error> {
    ask(&shared, move |library| {
        let readings = ids.iter().map(|id| library.reading(id, &language));
        let readings = readings.collect::<Result<_, Error>>()?;
        let mut cases = library.cities(&language)?.cities;
        cases.retain(|case| ids.contains(&case.id));
        let document = Document::Comparison { readings, cases };
        call_into(&Order::new(language, document, now()), &path)
    })
    .await
}

/// Prints the slides of a workshop, kept or not, into this file; with notes each slide stands above what
/// is to be said with it.
#[tauri::command]
#[specta::specta]
pub async fn print_slides(
    shared: State<'_, Shared>,
    workshop: Workshop,
    notes: bool,
    path: PathBuf,
) -> Result<(), Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let exhibits = hrc_library::exhibits(library.wait().as_ref(), personal, &workshop)?;
        let deck = Box::new(hrc_slides::deck(&workshop, &exhibits)?);
        let mut pictures = Vec::new();
        for id in workshop.images() {
            let address = personal.image_address(id)?;
            let base64 = address.split_once(";base64,").map(|(_, data)| data.to_owned());
            pictures.extend(base64.map(|base64| Picture { id: id.clone(), base64 }));
        }
        let document = Document::Slides { deck, notes, pictures };
        call_into(&Order::new(workshop.language.clone(), document, now()), &path)
    })
    .await
}
