//! Why the library cannot sync.

use super::sync::server_at_start;
use super::{Shared, off_thread};
use hrc_domain::Error;
use hrc_domain::diagnosis::Diagnosis;
use hrc_library::Unwatched;
use tauri::State;

/// Looks why the library cannot sync; takes half a minute at most. It needs no library that opens,
/// and a sync that is under way goes on.
#[tauri::command]
#[specta::specta]
pub async fn diagnose(shared: State<'_, Shared>) -> Result<Diagnosis, Error> {
    let (dir, file) = (shared.library_dir.clone(), shared.settings_file.clone());
    off_thread(move || {
        let server = server_at_start(&hrc_library::load_settings(&file).sync);
        Ok(hrc_library::diagnose(&dir, &server, &Unwatched, hrc_library::now()))
    })
    .await
}

/// A diagnosis as plain text, in English, for whoever looks after this computer: without secrets.
#[tauri::command]
#[specta::specta]
pub fn diagnosis_report(diagnosis: Diagnosis) -> String {
    diagnosis.report()
}
