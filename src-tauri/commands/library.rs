//! Searching and reading.

use super::{Shared, ask};
use hrc_domain::cities::CityDirectory;
use hrc_domain::reading::{LibraryStatus, LinkDirectory, Overview, Reading, Wording};
use hrc_domain::search::{FacetGroup, SearchRequest, SearchResponse};
use hrc_domain::{Error, Language, RecordId};
use tauri::State;

/// Searches the library.
#[tauri::command]
#[specta::specta]
pub async fn search(
    shared: State<'_, Shared>,
    request: SearchRequest,
) -> Result<SearchResponse, Error> {
    ask(&shared, move |library| library.search(&request)).await
}

/// A record laid out for reading.
#[tauri::command]
#[specta::specta]
pub async fn reading(
    shared: State<'_, Shared>,
    id: RecordId,
    language: Language,
) -> Result<Reading, Error> {
    ask(&shared, move |library| library.reading(&id, &language)).await
}

/// The city cases side by side.
#[tauri::command]
#[specta::specta]
pub async fn cities(shared: State<'_, Shared>, language: Language) -> Result<CityDirectory, Error> {
    ask(&shared, move |library| library.cities(&language)).await
}

/// The link directory.
#[tauri::command]
#[specta::specta]
pub async fn links(shared: State<'_, Shared>, language: Language) -> Result<LinkDirectory, Error> {
    ask(&shared, move |library| library.links(&language)).await
}

/// The front page.
#[tauri::command]
#[specta::specta]
pub async fn overview(shared: State<'_, Shared>, language: Language) -> Result<Overview, Error> {
    ask(&shared, move |library| library.overview(&language)).await
}

/// What an article or a goal says itself.
#[tauri::command]
#[specta::specta]
pub async fn wording(
    shared: State<'_, Shared>,
    group: FacetGroup,
    value: String,
    language: Language,
) -> Result<Option<Wording>, Error> {
    ask(&shared, move |library| library.wording(group, &value, &language)).await
}

/// What the library stands at.
#[tauri::command]
#[specta::specta]
pub async fn status(shared: State<'_, Shared>) -> Result<LibraryStatus, Error> {
    ask(&shared, move |library| library.status()).await
}
