//! The log: a file among the reader's own, from which nothing leaves the computer, and the terminal
//! that started the program.

use hrc_library::Library;
use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};
use tauri_plugin_log::log::{LevelFilter, warn};
use tauri_plugin_log::{Builder, Target, TargetKind};

/// Begins the log. Where no file can be kept, the terminal alone has it: a folder nobody can write
/// to is no reason not to start.
pub(crate) fn begin(app: &AppHandle) -> tauri::Result<()> {
    let file = TargetKind::LogDir { file_name: None };
    app.plugin(to([TargetKind::Stdout, file])).or_else(|_| app.plugin(to([TargetKind::Stdout])))
}

fn to<const N: usize>(targets: [TargetKind; N]) -> TauriPlugin<Wry> {
    Builder::new().level(LevelFilter::Info).targets(targets.map(Target::new)).build()
}

/// Writes down what is out of the ordinary about a library that was opened.
pub(crate) fn note(library: &Library) {
    let Ok(status) = library.status() else { return };
    for healing in status.healed {
        warn!("healed: {healing:?}");
    }
    if let Some(code) = status.unwritable {
        warn!("{code}: nothing can be written in {}; it is read as it is", status.folder);
    }
    if let Some(place) = status.place {
        warn!("{} is a {place:?} folder: other computers may write there too", status.folder);
    }
}
