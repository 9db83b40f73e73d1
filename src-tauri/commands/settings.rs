//! The reader's settings.

use super::{Shared, off_thread};
use hrc_domain::Error;
use hrc_domain::settings::Settings;
use tauri::State;

/// The settings as kept, or their defaults.
#[tauri::command]
#[specta::specta]
pub async fn settings(shared: State<'_, Shared>) -> Result<Settings, Error> {
    let file = shared.settings_file.clone();
    off_thread(move || Ok(hrc_library::load_settings(&file))).await
}

/// Keeps the settings; answers what was kept, every value inside its bounds. With whom to sync is
/// set by `set_server` alone.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(
    shared: State<'_, Shared>,
    settings: Settings,
) -> Result<Settings, Error> {
    let file = shared.settings_file.clone();
    off_thread(move || {
        let sync = hrc_library::load_settings(&file).sync;
        let settings = Settings { sync, ..settings.bounded() };
        hrc_library::save_settings(&file, &settings)?;
        Ok(settings)
    })
    .await
}
