//! The account of this computer: how it comes to the practitioners' layer, and leaves it.

use super::sync::server_at_start;
use super::{Shared, ask};
use hrc_domain::enrolment::{Account, Farewell};
use hrc_domain::{Error, InvitationCode};
use hrc_library::not_configured;
use tauri::State;

/// The account of this computer; none where it has none.
#[tauri::command]
#[specta::specta]
pub async fn account(shared: State<'_, Shared>) -> Result<Option<Account>, Error> {
    ask(&shared, |library| library.account()).await
}

/// What is left of an account that ended; none where none did, or somebody has read it.
#[tauri::command]
#[specta::specta]
pub async fn farewell(shared: State<'_, Shared>) -> Result<Option<Farewell>, Error> {
    ask(&shared, |library| Ok(library.farewell())).await
}

/// Somebody has read how the account ended.
#[tauri::command]
#[specta::specta]
pub async fn farewell_read(shared: State<'_, Shared>) -> Result<(), Error> {
    ask(&shared, |library| library.farewell_read()).await
}

/// Whether this can be the code of an invitation; errs with `invalid_input` where it cannot. Nothing is
/// sent.
#[tauri::command]
#[specta::specta]
pub fn check_invitation(code: String) -> Result<(), Error> {
    InvitationCode::parse(&code).map(drop)
}

/// What this computer calls itself in its network, as a proposal for its name in the Network's list.
#[tauri::command]
#[specta::specta]
pub fn device_name() -> String {
    gethostname::gethostname().to_string_lossy().into_owned()
}

/// Enrols this computer by the code of an invitation. The practitioners' layer comes with the next
/// sync.
#[tauri::command]
#[specta::specta]
pub async fn enrol(
    shared: State<'_, Shared>,
    code: String,
    device: String,
) -> Result<Account, Error> {
    let file = shared.settings_file.clone();
    ask(&shared, move |library| {
        let server = server_at_start(&hrc_library::load_settings(&file).sync)?;
        library.enrol(&server.ok_or_else(not_configured)?, &code, &device, hrc_library::now())
    })
    .await
}

/// Signs out: what only members read leaves this computer.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(shared: State<'_, Shared>) -> Result<Farewell, Error> {
    // A sync under way would only bring what is about to be removed.
    shared.courier.stop();
    ask(&shared, |library| library.sign_out(hrc_library::now())).await
}
