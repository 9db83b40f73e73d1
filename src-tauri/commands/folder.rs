//! A folder or USB stick in the server's place.

use super::Shared;
use hrc_domain::{Error, ErrorCode};
use hrc_library::not_configured;
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tauri_plugin_dialog::DialogExt;

/// Lets the reader choose a folder; none where nothing was chosen.
#[tauri::command]
#[specta::specta]
pub async fn choose_folder(app: AppHandle) -> Result<Option<String>, Error> {
    let (tell, told) = std::sync::mpsc::channel();
    app.dialog().file().pick_folder(move |chosen| {
        // Whoever asked may be gone with the window.
        let _ = tell.send(chosen);
    });
    super::off_thread(move || {
        let Some(chosen) = told.recv().ok().flatten() else { return Ok(None) };
        let path = chosen.into_path().map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("this folder has no path: {cause}"))
        })?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}

/// Syncs from this folder. Errs when it is not known whose feed to trust; how it goes is told by the
/// event `sync`.
#[tauri::command]
#[specta::specta]
pub fn sync_folder(shared: State<'_, Shared>, path: String) -> Result<(), Error> {
    if shared.courier.state().server.is_none() {
        return Err(not_configured());
    }
    shared.courier.go_to(PathBuf::from(path));
    Ok(())
}
