//! Where things lie on this computer: the library, the settings, the bundle they start from.

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

/// The bundle the library is filled from at the first start: `HRC_BUNDLE`, else the one beside the
/// program, else the one built beside it.
pub(crate) fn bundle() -> Result<PathBuf, Error> {
    let named = std::env::var_os("HRC_BUNDLE").map(PathBuf::from);
    let beside = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.join("bundle")));
    let built = std::env::current_exe().ok().and_then(|exe| {
        let target = exe.parent()?.parent()?;
        Some(target.join("bundle"))
    });
    [named, beside, built]
        .into_iter()
        .flatten()
        .find(|dir| dir.join("public.sqlite").is_file())
        .ok_or_else(|| Error::new(ErrorCode::LibraryMissing, "no bundle beside the program"))
}
