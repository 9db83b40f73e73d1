//! Presenting: what the reader's window begins, and what both windows on the stage do.

use super::off_thread;
use crate::stage::{self, Presentation, Stage, StageDisplay, StageState};
use hrc_domain::Error;
use hrc_domain::deck::Deck;
use hrc_domain::show::Act;
use hrc_domain::workshop::Workshop;
use tauri::{AppHandle, State, WebviewWindow};

/// The displays the audience could see it on.
#[tauri::command]
#[specta::specta]
pub async fn stage_displays(app: AppHandle) -> Result<Vec<StageDisplay>, Error> {
    off_thread(move || Ok(stage::choices(&app))).await
}

/// Presents this.
#[tauri::command]
#[specta::specta]
pub async fn present(app: AppHandle, presentation: Presentation) -> Result<(), Error> {
    off_thread(move || stage::present(&app, presentation)).await
}

/// How the stage stands; none where nothing was presented yet. Every change is told by the event `stage`.
#[tauri::command]
#[specta::specta]
pub fn stage(stage: State<'_, Stage>) -> Option<StageState> {
    stage.state()
}

/// What is presented, and its slides.
#[tauri::command]
#[specta::specta]
pub fn stage_deck(stage: State<'_, Stage>) -> Option<(Workshop, Deck)> {
    stage.deck()
}

/// Does this to what is presented. In the order in which it is asked: so on the window's own thread.
#[tauri::command]
#[specta::specta]
pub fn stage_act(app: AppHandle, act: Act) {
    stage::act(&app, act);
}

/// Text by so many steps larger; in it the slides are these, by their keys.
#[tauri::command]
#[specta::specta]
pub fn stage_size(app: AppHandle, size: i8, keys: Vec<String>) {
    stage::resize(&app, size, keys);
}

/// Clears what lies over the slides; where nothing does, ends.
#[tauri::command]
#[specta::specta]
pub fn stage_escape(app: AppHandle) {
    stage::escape(&app);
}

/// Ends; the place is kept.
#[tauri::command]
#[specta::specta]
pub fn stage_end(app: AppHandle) {
    stage::end(&app);
}

/// Goes on where it was left, with every window that is missing or stands broken.
#[tauri::command]
#[specta::specta]
pub async fn stage_resume(app: AppHandle, window: WebviewWindow) -> Result<(), Error> {
    off_thread(move || stage::resume(&app, window.label())).await
}

/// The presenter's window comes forward.
#[tauri::command]
#[specta::specta]
pub async fn stage_presenter(app: AppHandle) -> Result<(), Error> {
    off_thread(move || stage::come_forward(&app)).await
}

/// Audience and presenter change displays.
#[tauri::command]
#[specta::specta]
pub async fn stage_swap(app: AppHandle) -> Result<(), Error> {
    off_thread(move || stage::swap(&app)).await
}

/// The slides were made anew.
#[tauri::command]
#[specta::specta]
pub async fn stage_renew(app: AppHandle, workshop: Workshop, deck: Deck) -> Result<(), Error> {
    off_thread(move || {
        stage::renew(&app, workshop, deck);
        Ok(())
    })
    .await
}
