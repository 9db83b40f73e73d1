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
