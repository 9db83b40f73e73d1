//! Sends the courier on its way, and passes on to the window and the log what it tells.

use crate::commands::sync::server_at_start;
use hrc_domain::Error;
use hrc_domain::sync::{SyncReport, SyncState};
use hrc_library::{Courier, Errand, Library, Server, Watch};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tauri::{AppHandle, Emitter};
use tauri_plugin_log::log::{info, warn};

/// The event that tells the window where syncing stands.
const EVENT: &str = "sync";

/// Begins to sync in the background, as soon as the library is open.
pub(crate) fn begin(
    app: &AppHandle,
    library: Arc<OnceLock<Result<Library, Error>>>,
    settings_file: &Path,
) -> Courier {
    let server = server_at_start(&hrc_library::load_settings(settings_file).sync);
    if let Err(cause) = &server {
        warn!("no syncing: {cause}");
    }
    let window = app.clone();
    Courier::start(Waiting { library }, server, move |state| {
        // A window that is just closing hears no more, and needs not.
        let _ = window.emit(EVENT, state);
        note(state);
    })
}

/// The library, once it is open.
struct Waiting {
    library: Arc<OnceLock<Result<Library, Error>>>,
}

impl Errand for Waiting {
    fn sync(&self, server: &Server, watch: &dyn Watch) -> Result<SyncReport, Error> {
        let library = self.library.wait().as_ref().map_err(Clone::clone)?;
        library.sync(server, watch, hrc_library::now())
    }

    fn sync_folder(
        &self,
        server: &Server,
        folder: &Path,
        watch: &dyn Watch,
    ) -> Result<SyncReport, Error> {
        let library = self.library.wait().as_ref().map_err(Clone::clone)?;
        library.sync_folder(folder, Some(server.trust_root()), watch, hrc_library::now())
    }

    fn last_complete(&self, server: &Server) -> Option<String> {
        self.library.wait().as_ref().ok()?.last_complete(server)
    }
}

fn note(state: &SyncState) {
    if state.running.is_some() {
        return;
    }
    match (&state.failure, &state.last_report) {
        (Some(cause), _) => warn!("sync: {cause}"),
        (None, Some(SyncReport { head, applied, withdrawn, ms, .. })) => {
            info!("sync: head {head}, {applied} put, {withdrawn} withdrawn, {ms} ms");
        }
        (None, None) => {}
    }
}
