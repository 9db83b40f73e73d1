//! The reader's settings in one small JSON file, whole or not at all.

use hrc_domain::error::Result;
use hrc_domain::settings::Settings;
use hrc_domain::{Error, ErrorCode};
use std::fs;
use std::io::Write;
use std::path::Path;

/// Reads settings; defaults where there are none or they cannot be read.
///
/// A damaged file is put aside as `….damaged`, so that the next saving does not destroy what
/// somebody may want to look at.
pub fn load_settings(file: &Path) -> Settings {
    let Ok(text) = fs::read(file) else {
        return Settings::default();
    };
    match serde_json::from_slice::<Settings>(&text) {
        Ok(settings) => settings.bounded(),
        Err(_) => {
            let mut aside = file.as_os_str().to_owned();
            aside.push(".damaged");
            // Where even that is not possible, the defaults still are.
            let _ = fs::rename(file, aside);
            Settings::default()
        }
    }
}

/// Keeps settings, whole or not at all.
pub fn save_settings(file: &Path, settings: &Settings) -> Result<()> {
    let failed = |e: std::io::Error| Error::io("keeping the settings", &e);
    let folder = match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let text = serde_json::to_vec_pretty(&settings.clone().bounded())
        .map_err(|cause| Error::new(ErrorCode::Internal, format!("writing settings: {cause}")))?;
    let mut staged = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    staged.write_all(&text).map_err(failed)?;
    staged.as_file().sync_all().map_err(failed)?;
    staged.persist(file).map_err(|e| failed(e.error))?;
    crate::install::sync_folder(folder)
}
