//! Sends the courier on its way, and passes on to the window and the log what it tells: where syncing
//! stands, and that letters came, never what is in them.

use crate::commands::sync::server_at_start;
use crate::own::Own;
use hrc_domain::Error;
use hrc_domain::sync::{SyncReport, SyncState};
use hrc_library::{Courier, Errand, Letters, Library, Occasion, Round, Server, Watch};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tauri::{AppHandle, Emitter};
use tauri_plugin_log::log::{info, warn};

/// The event that tells the window where syncing stands.
const EVENT: &str = "sync";

/// The event that tells the window that questions stand elsewhere than before, and how much came.
const LETTERS: &str = "letters";

/// Begins to sync in the background, as soon as the library is open.
pub(crate) fn begin(
    app: &AppHandle,
    (library, own): (Arc<OnceLock<Result<Library, Error>>>, Arc<Own>),
    settings_file: &Path,
) -> Courier {
    let server = server_at_start(&hrc_library::load_settings(settings_file).sync);
    if let Err(cause) = &server {
        warn!("no syncing: {cause}");
    }
    let window = app.clone();
    let errand = Waiting { library, own, window: app.clone() };
    Courier::start(errand, server, move |state| {
        // A window that is just closing hears no more, and needs not.
        let _ = window.emit(EVENT, state);
        note(state);
    })
}

/// The library, once it is open, and what is the reader's own.
struct Waiting {
    library: Arc<OnceLock<Result<Library, Error>>>,
    own: Arc<Own>,
    window: AppHandle,
}

impl Errand for Waiting {
    fn sync(
        &self,
        server: &Server,
        occasion: Occasion,
        watch: &dyn Watch,
    ) -> Result<SyncReport, Error> {
        let round = Round { server, occasion, watch, now: hrc_library::now() };
        let library = self.library.wait().as_ref().map_err(Clone::clone);
        let personal = self.own.find();
        let personal = personal.as_ref().map(Option::as_deref).map_err(Clone::clone);
        let (report, letters) = round.make(library, personal);
        self.tell(&letters);
        report
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

impl Waiting {
    fn tell(&self, letters: &Letters) {
        if letters.moved {
            // A window that is just closing hears no more, and needs not.
            let _ = self.window.emit(LETTERS, letters.arrivals);
            let Letters { questions_sent, updates, .. } = letters;
            info!("letters: {questions_sent} questions sent, {updates} updates");
        }
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
