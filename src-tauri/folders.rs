//! Where things lie on this computer: the library, the settings, the bundle they start from.

use hrc_domain::{Error, ErrorCode};
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

/// The folders and files of one installation.
pub(crate) struct Folders {
    /// The reader's library.
    pub library: PathBuf,
    /// The reader's settings.
    pub settings_file: PathBuf,
    /// What the library is filled from at the first start.
    pub bundle: PathBuf,
}

/// Finds them. Errs when the system names no place for application data, or no bundle is there.
pub(crate) fn find(app: &AppHandle) -> Result<Folders, Error> {
    let paths = app.path();
    let data = paths.app_local_data_dir().map_err(no_place)?;
    let config = paths.app_config_dir().map_err(no_place)?;
    let installed = paths.resource_dir().ok().map(|dir| dir.join("bundle"));
    Ok(Folders {
        library: data.join("library"),
        settings_file: config.join("settings.json"),
        bundle: bundle(installed)?,
    })
}

/// `HRC_BUNDLE`, else the installed one, else the one built beside the executable.
fn bundle(installed: Option<PathBuf>) -> Result<PathBuf, Error> {
    let named = std::env::var_os("HRC_BUNDLE").map(PathBuf::from);
    let built = std::env::current_exe().ok().and_then(|exe| {
        let target = exe.parent()?.parent()?;
        Some(target.join("bundle"))
    });
    [named, installed, built]
        .into_iter()
        .flatten()
        .find(|dir| is_bundle(dir))
        .ok_or_else(|| Error::new(ErrorCode::LibraryMissing, "no bundle beside the program"))
}

fn is_bundle(dir: &Path) -> bool {
    dir.join("public.sqlite").is_file()
}

fn no_place(cause: tauri::Error) -> Error {
    Error::new(ErrorCode::Io, format!("the system names no place for application data: {cause}"))
}
