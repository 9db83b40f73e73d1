//! The doors between window and program: one file a noun. A command unpacks, calls the library and
//! hands back its answer or its error; whatever decides anything lives in the library.

pub mod account;
#[cfg(test)]
mod bindings;
pub mod choosing;
pub mod diagnosis;
pub mod folder;
pub mod library;
pub mod notice;
pub mod outside;
pub mod personal;
pub mod printing;
pub mod questions;
pub mod settings;
pub mod stage;
pub mod start;
pub mod sync;
pub mod workshops;

use crate::own::Own;
use hrc_domain::{Error, ErrorCode};
use hrc_library::{Courier, Library, Personal};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// What every command can reach.
pub struct Shared {
    /// The library, once it is open; or why it could not be opened.
    pub library: Arc<OnceLock<Result<Library, Error>>>,
    /// Who syncs it.
    pub courier: Courier,
    /// Where the library lies, whether it opens or not.
    pub library_dir: PathBuf,
    /// What is the reader's own.
    pub own: Arc<Own>,
    /// Where settings are kept.
    pub settings_file: PathBuf,
    /// When the program began.
    pub began: Instant,
}

/// Asks the library off the window's thread, waiting for it where it is still being opened.
pub(crate) async fn ask<T: Send + 'static>(
    shared: &Shared,
    question: impl FnOnce(&Library) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let library = Arc::clone(&shared.library);
    off_thread(move || library.wait().as_ref().map_err(Clone::clone).and_then(question)).await
}

/// Asks the reader's own data off the window's thread. It opens without the library, and the library
/// without it.
pub(crate) async fn own<T: Send + 'static>(
    shared: &Shared,
    question: impl FnOnce(&Personal) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let own = Arc::clone(&shared.own);
    off_thread(move || own.open().and_then(|personal| question(&personal))).await
}

/// Runs blocking work off the window's thread.
pub(crate) async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tauri::async_runtime::spawn_blocking(work)
        .await
        .unwrap_or_else(|cause| Err(Error::new(ErrorCode::Internal, cause.to_string())))
}

/// Every command with its types, as the window's bindings are made from.
pub(crate) fn builder() -> tauri_specta::Builder<tauri::Wry> {
    tauri_specta::Builder::new()
        // What goes in and what comes out have one shape: no type needs two.
        .disable_serde_phases()
        .error_handling(tauri_specta::ErrorHandlingMode::Throw)
        // Told by an event, answered by no command.
        .typ::<hrc_domain::personal::Arrivals>()
        .commands(tauri_specta::collect_commands![
            library::search,
            library::reading,
            library::cities,
            library::links,
            library::overview,
            library::wording,
            library::status,
            settings::settings,
            settings::save_settings,
            start::painted,
            sync::sync_state,
            sync::sync_now,
            sync::sync_stop,
            sync::set_server,
            sync::news,
            diagnosis::diagnose,
            account::account,
            account::farewell,
            account::farewell_read,
            account::check_invitation,
            account::device_name,
            account::enrol,
            account::sign_out,
            diagnosis::diagnosis_report,
            choosing::choose_folder,
            choosing::choose_personal,
            choosing::choose_new_personal,
            folder::sync_folder,
            questions::questions,
            questions::question,
            questions::save_draft,
            questions::queue_question,
            questions::take_back,
            questions::copy_question,
            questions::delete_question,
            questions::save_reply,
            questions::reply,
            questions::unsay,
            questions::withdraw_question,
            questions::consent,
            questions::mark_read,
            questions::rendered,
            personal::personal_counts,
            personal::bookmarks,
            personal::add_bookmark,
            personal::remove_bookmark,
            personal::notes,
            personal::notes_on,
            personal::add_note,
            personal::edit_note,
            personal::remove_note,
            personal::export_personal,
            personal::import_personal,
            personal::wipe_personal,
            personal::personal_healing,
            printing::choose_document_place,
            printing::print_record,
            printing::print_handout,
            printing::print_comparison,
            printing::print_slides,
            workshops::workshops,
            workshops::workshop,
            workshops::begin_workshop,
            workshops::keep_workshop,
            workshops::take_down,
            workshops::delete_workshop,
            workshops::deck,
            workshops::newer,
            workshops::renew_workshop,
            workshops::add_image,
            workshops::image,
            workshops::export_workshop,
            workshops::import_workshop,
            workshops::choose_workshop_place,
            workshops::choose_workshop_file,
            workshops::choose_image,
            outside::open_outside,
            notice::announce,
            stage::stage_displays,
            stage::present,
            stage::stage,
            stage::stage_deck,
            stage::stage_act,
            stage::stage_size,
            stage::stage_escape,
            stage::stage_end,
            stage::stage_resume,
            stage::stage_presenter,
            stage::stage_swap,
            stage::stage_renew,
        ])
}
