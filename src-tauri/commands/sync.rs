//! Syncing: where it stands, now, stop, and with whom.

use super::{Shared, ask, off_thread};
use hrc_domain::settings::{Proxy, SyncSettings};
use hrc_domain::sync::{News, SyncState};
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Preset, check_proxy, find_preset, not_configured, server_of};
use tauri::State;

/// Where syncing stands.
#[tauri::command]
#[specta::specta]
pub fn sync_state(shared: State<'_, Shared>) -> SyncState {
    shared.courier.state()
}

/// Syncs now. Errs when there is nobody to sync with; how it goes is told by the event `sync`.
#[tauri::command]
#[specta::specta]
pub fn sync_now(shared: State<'_, Shared>) -> Result<(), Error> {
    if shared.courier.state().server.is_none() {
        return Err(not_configured());
    }
    shared.courier.go();
    Ok(())
}

/// Stops the sync that is under way.
#[tauri::command]
#[specta::specta]
pub fn sync_stop(shared: State<'_, Shared>) {
    shared.courier.stop();
}

/// Names the server to sync with, or, where nothing is named, goes back to the administrator's
/// preset. A root that is not given stays the one that was.
#[tauri::command]
#[specta::specta]
pub async fn set_server(
    shared: State<'_, Shared>,
    address: Option<String>,
    trust_root: Option<String>,
    proxy: Option<Proxy>,
) -> Result<SyncState, Error> {
    let file = shared.settings_file.clone();
    let server = off_thread(move || {
        let mut settings = hrc_library::load_settings(&file);
        let kept = trust_root.or_else(|| settings.sync.trust_root.take());
        let trust_root = if address.is_some() { kept } else { None };
        let preset = find_preset()?;
        if address.is_some() && trust_root.is_none() {
            let sentence = "a server needs the trust root of its feed";
            return Err(Error::new(ErrorCode::InvalidInput, sentence));
        }
        proxy.as_ref().map_or(Ok(()), check_proxy)?;
        settings.sync = SyncSettings { server: address, trust_root, proxy };
        // Checked before it is kept.
        let server = server_of(&settings.sync, preset.as_ref())?;
        hrc_library::save_settings(&file, &settings)?;
        Ok(server)
    })
    .await?;
    shared.courier.follow(Ok(server));
    Ok(shared.courier.state())
}

/// What the last syncs brought, the newest first.
#[tauri::command]
#[specta::specta]
pub async fn news(shared: State<'_, Shared>, syncs: u32) -> Result<Vec<News>, Error> {
    ask(&shared, move |library| library.news(syncs)).await
}

/// The server as the settings and the preset have it at the start.
pub(crate) fn server_at_start(
    settings: &SyncSettings,
) -> Result<Option<hrc_library::Server>, Error> {
    let preset: Option<Preset> = find_preset()?;
    server_of(settings, preset.as_ref())
}
