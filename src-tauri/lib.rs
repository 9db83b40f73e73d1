//! The shell: it finds its folders, opens the library and shows the window. No product logic here.

mod commands;
mod displays;
mod folders;
mod journal;
mod own;
mod stage;
mod syncing;

use commands::Shared;
use folders::Folders;
use hrc_domain::Error;
use hrc_library::Library;
use own::Own;
use stage::Stage;
use std::process::ExitCode;
use std::sync::{Arc, OnceLock};
use std::time::Instant;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindowBuilder, Window, WindowEvent};
use tauri_plugin_log::log::{error, info};

/// Runs the application until its last window closes.
pub fn run() -> ExitCode {
    let began = Instant::now();
    if !has_display() {
        eprintln!(
            "The Knowledge Centre needs a graphical session, and there is none here: neither \
             DISPLAY nor WAYLAND_DISPLAY names one that answers. `hrc` works without one."
        );
        return ExitCode::from(2);
    }
    let commands = commands::builder();
    let outcome = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            info!("started a second time: the window comes forward");
            come_forward(app);
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_denylist(ON_STAGE).build())
        .on_window_event(heard)
        .invoke_handler(commands.invoke_handler())
        .setup(move |app| {
            if let Err(cause) = stand(app.handle(), began) {
                // Handed on, Tauri would panic over it.
                eprintln!("{COULD_NOT_START} {cause}");
                std::process::exit(1);
            }
            Ok(())
        })
        .run(tauri::generate_context!());
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            eprintln!("{COULD_NOT_START} {cause}");
            ExitCode::FAILURE
        }
    }
}

/// The windows whose places are chosen anew each time.
const ON_STAGE: &[&str] = &[stage::AUDIENCE, stage::PRESENTER];

const COULD_NOT_START: &str = "The Knowledge Centre could not start.";

fn stand(app: &AppHandle, began: Instant) -> Result<(), Box<dyn std::error::Error>> {
    journal::begin(app)?;
    commands::notice::lead_here(app);
    app.manage(open(app, began)?);
    show(app)?;
    displays::listen(app);
    Ok(())
}

/// A window on the stage that is closed by hand takes nothing with it.
fn heard(window: &Window, event: &WindowEvent) {
    if matches!(event, WindowEvent::Destroyed) && ON_STAGE.contains(&window.label()) {
        stage::closed(window.app_handle(), window.label());
    }
}

/// Whether there is a screen to draw on. Tried, not asked: a display that is named may be gone, and
/// the window's library would panic over it.
#[cfg(target_os = "linux")]
fn has_display() -> bool {
    gtk::init().is_ok()
}

/// Elsewhere there is always one.
#[cfg(not(target_os = "linux"))]
fn has_display() -> bool {
    true
}

/// Brings the window to the front: a second start does, instead of opening the library twice, and so does
/// a notification that is pressed.
pub(crate) fn come_forward(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        // Best effort: a window that will not come forward is still open.
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Opens the library beside the window, so that neither waits for the other. A library that cannot
/// be opened is told by every answer, in a window that stands.
fn open(app: &AppHandle, began: Instant) -> Result<Shared, Error> {
    let Folders { library: dir, settings_file } = folders::find(app)?;
    let library = Arc::new(OnceLock::new());
    let opened = Arc::clone(&library);
    let library_dir = dir.clone();
    std::thread::spawn(move || {
        opened.get_or_init(|| {
            let outcome = match hrc_library::find_bundle() {
                Some(bundle) => Library::open_or_install(&dir, &bundle),
                None => Library::open(&dir),
            };
            match &outcome {
                Ok(library) => {
                    info!("searchable after {} ms", began.elapsed().as_millis());
                    journal::note(library);
                }
                Err(cause) => error!("the library does not open: {cause}"),
            }
            outcome
        });
    });
    let own = Arc::new(Own::of(library_dir.clone()));
    let readers = (Arc::clone(&library), Arc::clone(&own));
    let courier = syncing::begin(app, readers, &settings_file);
    Ok(Shared { library, library_dir, own, courier, settings_file, began })
}

fn show(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, "main", WebviewUrl::App("index.html".into()))
        .title("Human Rights Cities Knowledge Centre")
        .inner_size(1280.0, 800.0)
        .min_inner_size(420.0, 480.0);
    let stand_in = folders::stand_in(app)?;
    app.manage(Stage::new(stand_in.clone()));
    match stand_in {
        Some(folder) => window.data_directory(folder),
        None => window,
    }
    .build()?;
    Ok(())
}
