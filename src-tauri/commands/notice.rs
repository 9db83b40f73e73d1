//! The system's own notification, for whoever looks at something else when an answer arrives. Whether
//! it is wanted, its words, and where it leads are the window's matter.

use tauri::{AppHandle, Emitter};
use tauri_plugin_log::log::{info, warn};
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

/// The event that tells the window that somebody pressed a notification.
const PRESSED: &str = "pressed";

/// Lets whoever presses a notification come to the window, which is told of it.
pub(crate) fn lead_here(app: &AppHandle) {
    let window = app.clone();
    let outcome = app.notification().on_action(move |_| {
        info!("a notification was pressed: the window comes forward");
        crate::come_forward(&window);
        // A window that is just closing leads nowhere, and needs not.
        let _ = window.emit(PRESSED, ());
    });
    if let Err(cause) = outcome {
        warn!("notifications lead nowhere: {cause}");
    }
}
