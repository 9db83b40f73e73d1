//! What syncing says of itself: where it stands, how far it is, what it brought.

use crate::record::Kind;
use crate::settings::Proxy;
use crate::{Error, RecordId};
use serde::{Deserialize, Serialize};
use specta::Type;

/// What a sync is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SyncStep {
    /// Asking the server what there is.
    Checking,
    /// Fetching what is new.
    Fetching,
    /// Putting it into the library.
    Applying,
    /// Laying it out for screens and search: all that is derived from what was put.
    Preparing,
    /// Making it searchable.
    Indexing,
}

/// How far a sync is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SyncProgress {
    /// What it is doing.
    pub step: SyncStep,
    /// How much of the step is done: bytes while fetching, else changes.
    pub done: u32,
    /// How much there is in all; 0 while that is not known.
    pub total: u32,
}

/// How a sync ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SyncEnd {
    /// There was something new, and the library has it.
    Updated,
    /// The library had everything already.
    Current,
}

/// What a sync did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SyncReport {
    /// The head the general layer is at.
    pub head: u32,
    /// The head the practitioners' layer is at; none where this computer has none.
    pub practitioner_head: Option<u32>,
    /// Entries added or changed.
    pub applied: u32,
    /// Entries withdrawn.
    pub withdrawn: u32,
    /// Questions the server has acknowledged.
    pub questions_sent: u32,
    /// What it told of questions: replies, states, answers.
    pub updates: u32,
    /// Requests sent.
    pub requests: u32,
    /// Bytes of the answers' bodies.
    pub bytes: u32,
    /// Milliseconds it took.
    pub ms: u32,
    /// How it ended.
    pub state: SyncEnd,
}

/// The server a library syncs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SyncServer {
    /// Its address.
    pub address: String,
    /// The identity of its feed, to be compared with what the Network tells: 64 hexadecimal digits.
    pub fingerprint: String,
    /// How it is reached.
    pub proxy: Proxy,
}

/// Where syncing stands, for the window.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct SyncState {
    /// The server; none when none is named.
    pub server: Option<SyncServer>,
    /// What is under way.
    pub running: Option<SyncProgress>,
    /// When the library was last found to be complete, as an RFC 3339 instant.
    pub last_complete: Option<String>,
    /// What the last sync did, since the program started.
    pub last_report: Option<SyncReport>,
    /// Whether what is under way, or was last, comes from a folder and not from the server.
    pub from_folder: bool,
    /// Why the last one failed; none when it did not.
    pub failure: Option<Error>,
}

/// What one sync brought, to be told to the reader.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct News {
    /// When it came, as an RFC 3339 instant; none when nothing ever did.
    pub at: Option<String>,
    /// Records that are new.
    pub added: Vec<NewsItem>,
    /// Records that changed.
    pub changed: Vec<NewsItem>,
    /// Records that are gone.
    pub withdrawn: Vec<NewsItem>,
}

/// One record in the news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct NewsItem {
    /// Its id.
    pub id: RecordId,
    /// Its kind.
    pub kind: Kind,
    /// Its title, in its own language.
    pub title: String,
    /// What of it changed; empty for what is new or gone.
    pub parts: Vec<RecordPart>,
}

/// A part of a record that can change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum RecordPart {
    /// Its title.
    Title,
    /// Its summary.
    Summary,
    /// Its text.
    Text,
    /// Its sources.
    Sources,
    /// Names and summaries in other languages.
    Translations,
    /// What it is filed under and related to.
    Filing,
    /// The fields of its kind: milestones, figures, addresses.
    Facts,
    /// The practitioner's depth.
    Depth,
}
