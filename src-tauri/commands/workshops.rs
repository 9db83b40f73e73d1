//! Workshops: kept, shown as a deck, put into a file and taken out of one.

use super::{Shared, off_thread, own};
use hrc_domain::deck::{Deck, NewerSlide};
use hrc_domain::question::LetterId;
use hrc_domain::workshop::{Exhibit, ImageId, ItemId, Matter, Workshop, WorkshopLine};
use hrc_domain::{Error, ErrorCode, Language};
use hrc_library::{Library, Personal, now};
use std::path::PathBuf;
use std::sync::Arc;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::{DialogExt, FilePath};

/// The ending of a workshop's file.
const ENDING: &str = "hrcworkshop";

/// All workshops, the last changed first.
#[tauri::command]
#[specta::specta]
pub async fn workshops(shared: State<'_, Shared>) -> Result<Vec<WorkshopLine>, Error> {
    own(&shared, |personal| personal.workshops()).await
}

/// A workshop.
#[tauri::command]
#[specta::specta]
pub async fn workshop(shared: State<'_, Shared>, id: LetterId) -> Result<Workshop, Error> {
    own(&shared, move |personal| personal.workshop(&id)).await
}

/// A new workshop of these matters, not kept yet.
#[tauri::command]
#[specta::specta]
pub fn begin_workshop(language: Language, matters: Vec<Matter>) -> Result<Workshop, Error> {
    Personal::begin_workshop(language, matters, now())
}

/// Keeps a workshop and hands it back with the instant it was kept at. Errs with `conflict` where it was
/// changed elsewhere since it was read.
#[tauri::command]
#[specta::specta]
pub async fn keep_workshop(
    shared: State<'_, Shared>,
    workshop: Workshop,
) -> Result<Workshop, Error> {
    own(&shared, move |personal| personal.keep_workshop(&workshop, now())).await
}

/// Takes down what the room said to an item of a kept workshop.
#[tauri::command]
#[specta::specta]
pub async fn take_down(
    shared: State<'_, Shared>,
    id: LetterId,
    item: ItemId,
    text: String,
) -> Result<Workshop, Error> {
    own(&shared, move |personal| personal.take_down(&id, &item, &text, now())).await
}

/// Deletes a workshop.
#[tauri::command]
#[specta::specta]
pub async fn delete_workshop(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.delete_workshop(&id, now())).await
}

/// The slides of a workshop, kept or not.
#[tauri::command]
#[specta::specta]
pub async fn deck(shared: State<'_, Shared>, workshop: Workshop) -> Result<Deck, Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let library = library.wait().as_ref();
        let exhibits = hrc_library::exhibits(library, personal, &workshop)?;
        hrc_slides::deck(&workshop, &exhibits)
    })
    .await
}

/// The slides for which the library has something newer than the records a workshop carries.
#[tauri::command]
#[specta::specta]
pub async fn newer(
    shared: State<'_, Shared>,
    workshop: Workshop,
) -> Result<Vec<NewerSlide>, Error> {
    with_library(&shared, move |library, personal| {
        let carried: Vec<Exhibit> = personal.carried(&workshop.id)?;
        if carried.is_empty() {
            return Ok(Vec::new());
        }
        hrc_slides::newer(&workshop, &carried, &library.exhibits(&workshop)?)
    })
    .await
}

/// Takes the library's records in the place of those a workshop carries, where they are later.
#[tauri::command]
#[specta::specta]
pub async fn renew_workshop(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    with_library(&shared, move |library, personal| {
        hrc_library::renew_workshop(library, personal, &id)
    })
    .await
}

/// Keeps the image of this file.
#[tauri::command]
#[specta::specta]
pub async fn add_image(shared: State<'_, Shared>, path: PathBuf) -> Result<ImageId, Error> {
    own(&shared, move |personal| personal.add_image_from(&path, now())).await
}

/// An image as an address the window's policy lets through: `data:image/png;base64,…`.
#[tauri::command]
#[specta::specta]
pub async fn image(shared: State<'_, Shared>, id: ImageId) -> Result<String, Error> {
    own(&shared, move |personal| personal.image_address(&id)).await
}

/// A kept workshop with all it needs into this file.
#[tauri::command]
#[specta::specta]
pub async fn export_workshop(
    shared: State<'_, Shared>,
    id: LetterId,
    path: PathBuf,
) -> Result<(), Error> {
    let library = Arc::clone(&shared.library);
    own(&shared, move |personal| {
        let library = library.wait().as_ref();
        hrc_library::export_workshop(library, personal, &id, &path, now())
    })
    .await
}

/// Takes a workshop's file in, and hands back the workshop as it is kept.
#[tauri::command]
#[specta::specta]
pub async fn import_workshop(shared: State<'_, Shared>, path: PathBuf) -> Result<Workshop, Error> {
    own(&shared, move |personal| personal.import_workshop_from(&path, now())).await
}

/// Lets the author choose where a workshop's file is put, under this name; none where nothing was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_workshop_place(app: AppHandle, name: String) -> Result<Option<String>, Error> {
    let (tell, told) = std::sync::mpsc::channel();
    let dialog = app.dialog().file().add_filter(ENDING, &[ENDING]);
    dialog.set_file_name(format!("{name}.{ENDING}")).save_file(move |chosen| {
        // Whoever asked may be gone with the window.
        let _ = tell.send(chosen);
    });
    chosen(told).await
}

/// Lets the author choose a workshop's file; none where nothing was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_workshop_file(app: AppHandle) -> Result<Option<String>, Error> {
    choose(app, ENDING, &[ENDING]).await
}

/// Lets the author choose an image; none where nothing was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_image(app: AppHandle) -> Result<Option<String>, Error> {
    choose(app, "PNG, JPEG, WebP", &["png", "jpg", "jpeg", "webp"]).await
}

async fn choose(app: AppHandle, name: &str, endings: &[&str]) -> Result<Option<String>, Error> {
    let (tell, told) = std::sync::mpsc::channel();
    app.dialog().file().add_filter(name, endings).pick_file(move |chosen| {
        // Whoever asked may be gone with the window.
        let _ = tell.send(chosen);
    });
    chosen(told).await
}

async fn chosen(
    told: std::sync::mpsc::Receiver<Option<FilePath>>,
) -> Result<Option<String>, Error> {
    off_thread(move || {
        let Some(chosen) = told.recv().ok().flatten() else { return Ok(None) };
        let path = chosen.into_path().map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("this file has no path: {cause}"))
        })?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

async fn with_library<T: Send + 'static>(
    shared: &Shared,
    question: impl FnOnce(&Library, &Personal) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let library = Arc::clone(&shared.library);
    own(shared, move |personal| {
        let library = library.wait().as_ref().map_err(Clone::clone)?;
        question(library, personal)
    })
    .await
}
