//! The system's own notification, for whoever looks at something else when an answer arrives. Whether
//! it is wanted, and its words, are the window's matter.

use tauri::AppHandle;
use tauri_plugin_log::log::warn;
use tauri_plugin_notification::NotificationExt;

/// Shows these words as the system shows what programs have to tell. They come from the window's
/// catalogue: that something arrived, never what it says. Waits for nobody, and a desktop without
/// notifications shows none.
#[tauri::command]
#[specta::specta]
pub async fn announce(app: AppHandle, title: String, words: String) {
    if let Err(cause) = app.notification().builder().title(title).body(words).show() {
        warn!("no notification: {cause}");
    }
}
