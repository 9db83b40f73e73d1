//! What the reader chooses in the system's own dialogs: a folder, a file to read, a file to write. Each
//! answers with the path, and with none where nothing was chosen. Nothing is read or written here.

use hrc_domain::{Error, ErrorCode};
use hrc_library::now;
use tauri::{AppHandle, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};

/// How files of everything personal end.
const ENDING: &str = "json";

/// Lets the reader choose a folder.
#[tauri::command]
#[specta::specta]
pub async fn choose_folder(app: AppHandle) -> Result<Option<String>, Error> {
    chosen(&app, |dialog, tell| dialog.pick_folder(tell)).await
}

/// Lets the reader choose a file that somebody wrote everything personal into.
#[tauri::command]
#[specta::specta]
pub async fn choose_personal(app: AppHandle) -> Result<Option<String>, Error> {
    chosen(&app, |dialog, tell| dialog.add_filter("JSON", &[ENDING]).pick_file(tell)).await
}

/// Lets the reader choose where to write everything personal; the dialog itself asks before a file that
/// is there is replaced.
#[tauri::command]
#[specta::specta]
pub async fn choose_new_personal(app: AppHandle) -> Result<Option<String>, Error> {
    let name = format!("knowledge-centre-{}.{ENDING}", now().strftime("%Y-%m-%d"));
    let asked = |dialog: FileDialogBuilder<Wry>, tell: Tell| {
        dialog.add_filter("JSON", &[ENDING]).set_file_name(name).save_file(tell);
    };
    chosen(&app, asked).await
}

/// Hears what was chosen.
type Tell = Box<dyn FnOnce(Option<FilePath>) + Send>;

/// Shows a dialog, and waits for it off the window's thread.
async fn chosen(
    app: &AppHandle,
    show: impl FnOnce(FileDialogBuilder<Wry>, Tell),
) -> Result<Option<String>, Error> {
    let (tell, told) = std::sync::mpsc::channel();
    let tell = Box::new(move |chosen| {
        // Whoever asked may be gone with the window.
        let _ = tell.send(chosen);
    });
    show(app.dialog().file(), tell);
    super::off_thread(move || {
        let Some(chosen) = told.recv().ok().flatten() else { return Ok(None) };
        let path = chosen.into_path().map_err(|cause| {
            Error::new(ErrorCode::InvalidInput, format!("what was chosen has no path: {cause}"))
        })?;
        Ok(Some(path.to_string_lossy().into_owned()))
    })
    .await
}
