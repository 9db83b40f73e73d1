//! A folder or USB stick in the server's place.

use super::Shared;
use hrc_domain::Error;
use hrc_library::not_configured;
use std::path::PathBuf;
use tauri::State;

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
