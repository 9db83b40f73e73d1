//! Questions to the experts: written, queued, taken back, talked about. What is sent and what comes
//! back is the matter of the sync.

use super::{Shared, off_thread, own};
use hrc_domain::personal::{Draft, QuestionLine, QuestionThread};
use hrc_domain::question::LetterId;
use hrc_domain::{Block, Error};
use hrc_library::{now, owner_in};
use tauri::State;

/// All questions, the one something happened to last first.
#[tauri::command]
#[specta::specta]
pub async fn questions(shared: State<'_, Shared>) -> Result<Vec<QuestionLine>, Error> {
    own(&shared, |personal| personal.questions()).await
}

/// One question with everything that was said.
#[tauri::command]
#[specta::specta]
pub async fn question(shared: State<'_, Shared>, id: LetterId) -> Result<QuestionThread, Error> {
    own(&shared, move |personal| personal.question(&id)).await
}

/// Keeps a draft: a new one without an id, else the one that is there.
#[tauri::command]
#[specta::specta]
pub async fn save_draft(
    shared: State<'_, Shared>,
    id: Option<LetterId>,
    draft: Draft,
) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.save_draft(id.as_ref(), &draft, now())).await
}

/// Puts a question among what goes with the next sync, under the account of this computer or as a
/// visitor's; answers its id, which may be another.
#[tauri::command]
#[specta::specta]
pub async fn queue_question(shared: State<'_, Shared>, id: LetterId) -> Result<LetterId, Error> {
    // Asked of the folder: a library that does not open keeps nobody from asking.
    let dir = shared.library_dir.clone();
    own(&shared, move |personal| personal.queue(&id, &owner_in(&dir), now())).await
}

/// Makes a draft again of a question that has not left; answers its id, which may be another.
#[tauri::command]
#[specta::specta]
pub async fn take_back(shared: State<'_, Shared>, id: LetterId) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.take_back(&id, now())).await
}

/// Copies the words of a question into a new draft.
#[tauri::command]
#[specta::specta]
pub async fn copy_question(shared: State<'_, Shared>, id: LetterId) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.copy(&id, now())).await
}

/// Removes a question and all that was said from this computer.
#[tauri::command]
#[specta::specta]
pub async fn delete_question(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.delete(&id)).await
}

/// Keeps what is being written as the next message.
#[tauri::command]
#[specta::specta]
pub async fn save_reply(
    shared: State<'_, Shared>,
    id: LetterId,
    text: String,
) -> Result<(), Error> {
    own(&shared, move |personal| personal.save_reply(&id, &text)).await
}

/// Says something more about a question that left.
#[tauri::command]
#[specta::specta]
pub async fn reply(
    shared: State<'_, Shared>,
    id: LetterId,
    text: String,
) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.say(&id, &text, now())).await
}

/// Takes back what was said after a question, as long as it has not left.
#[tauri::command]
#[specta::specta]
pub async fn unsay(shared: State<'_, Shared>, letter: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.unsay(&letter, now())).await
}

/// Takes a question back for good.
#[tauri::command]
#[specta::specta]
pub async fn withdraw_question(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.withdraw(&id, now())).await
}

/// Agrees to the publication of this very text, known by its digest, or objects.
#[tauri::command]
#[specta::specta]
pub async fn consent(
    shared: State<'_, Shared>,
    id: LetterId,
    publication: String,
    granted: bool,
) -> Result<LetterId, Error> {
    own(&shared, move |personal| personal.consent(&id, &publication, granted, now())).await
}

/// Notes that a question was looked at.
#[tauri::command]
#[specta::specta]
pub async fn mark_read(shared: State<'_, Shared>, id: LetterId) -> Result<(), Error> {
    own(&shared, move |personal| personal.mark_read(&id)).await
}

/// Markdown of the experts' as safe blocks: what the window shows of it is what the renderer wrote.
#[tauri::command]
#[specta::specta]
pub async fn rendered(markdown: String) -> Result<Vec<Block>, Error> {
    off_thread(move || Ok(hrc_library::rendered(&markdown))).await
}
