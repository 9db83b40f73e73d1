//! How long a start takes, written to the log: nothing of it leaves the computer.

use super::Shared;
use tauri::State;
use tauri_plugin_log::log::info;

/// The window says that its first screen is painted.
#[tauri::command]
#[specta::specta]
pub fn painted(shared: State<'_, Shared>) {
    info!("painted after {} ms", shared.began.elapsed().as_millis());
}
