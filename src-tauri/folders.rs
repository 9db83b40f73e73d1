//! Where the reader's own things lie on this computer. Where the bundle lies, the library knows.

use hrc_domain::{Error, ErrorCode};
use std::path::PathBuf;
use tauri::{AppHandle, Manager};

/// The reader's own folders and files.
pub(crate) struct Folders {
    /// The library.
    pub library: PathBuf,
    /// The settings.
    pub settings_file: PathBuf,
}

/// Finds them. Errs when the system names no place for application data.
pub(crate) fn find(app: &AppHandle) -> Result<Folders, Error> {
    let no_place = |cause: tauri::Error| {
        let sentence = format!("the system names no place for application data: {cause}");
        Error::new(ErrorCode::Io, sentence)
    };
    Ok(Folders {
        library: app.path().app_local_data_dir().map_err(no_place)?.join("library"),
        settings_file: app.path().app_config_dir().map_err(no_place)?.join("settings.json"),
    })
}

/// A folder for this run alone, for what the web view wants to write, where the reader's own cannot
/// be made: a window that stands is worth more than its cache.
pub(crate) fn stand_in(app: &AppHandle) -> tauri::Result<Option<PathBuf>> {
    let own = app.path().app_local_data_dir()?;
    if std::fs::create_dir_all(own).is_ok() {
        return Ok(None);
    }
    let new = |within: PathBuf| tempfile::Builder::new().prefix("window-").tempdir_in(within);
    // What lies in the first is gone when the reader logs out.
    let folder = match app.path().runtime_dir().ok().and_then(|session| new(session).ok()) {
        Some(folder) => folder,
        None => new(std::env::temp_dir())?,
    };
    Ok(Some(folder.keep()))
}
