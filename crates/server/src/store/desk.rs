//! What the experts' desk keeps beside the questions: the list they work from, notes among themselves,
//! drafts with all their versions, who is at a question this moment, and what authored files held before.
//!
//! Everything that is kept of a question goes with it: whoever deletes a question deletes all of this.
//! Authors are told by the id of their account; their names are looked up where they are shown.

use super::{Dossier, Listed, Stage, Trace};
use crate::store::Placard;
use hrc_domain::error::Result;
use hrc_domain::question::{LetterId, Question};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many questions stand on a page of the list.
pub const ROWS: u32 = 25;

/// After how long somebody who was not heard of is no longer at a question. A page tells of itself
/// every half minute, so that one message may be lost.
pub const AWAY: SignedDuration = SignedDuration::from_secs(90);

/// What a draft may have at most, in bytes of its JSON: each of its texts at its longest.
pub const MAX_DRAFT: usize = 512 << 10;

/// How many former texts are kept of an authored file, the newest.
pub const EDITIONS: u32 = 50;

/// For how many days. Neither bound touches the text that was published last.
pub const EDITION_DAYS: u16 = 730;

/// Whose turn it is: each question that was not deleted stands in exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pile {
    /// Nobody has it yet: the experts'.
    New,
    /// One of the experts has it.
    Ours,
    /// The asker is to reply, or to agree to a text.
    Askers,
    /// It is answered, and the answer may be offered to everybody, or waits for its day.
    Publishing,
    /// Nobody's: it is over.
    Over,
}

impl Pile {
    /// Every one, in the order they are shown.
    pub const ALL: [Self; 5] = [Self::New, Self::Ours, Self::Askers, Self::Publishing, Self::Over];

    /// As it is said in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ours => "ours",
            Self::Askers => "askers",
            Self::Publishing => "publishing",
            Self::Over => "over",
        }
    }

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pile| pile.as_str() == name)
    }
}

/// What is looked for in the list. Nothing said means everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sieve {
    /// Of this pile.
    pub pile: Option<Pile>,
    /// Filed under this theme by its asker.
    pub theme: Option<String>,
    /// Received by then at the latest.
    pub until: Option<Timestamp>,
    /// Which of the experts has it; an empty name means nobody.
    pub expert: Option<String>,
    /// Words that all stand in what was asked, said, answered or noted; the last may go on.
    pub words: String,
    /// Which page, from 0.
    pub page: u32,
}

/// A question in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where it stands.
    pub listed: Listed,
    /// Whose turn it is.
    pub pile: Pile,
    /// As it was sent.
    pub question: Question,
}

/// A page of the list, with what could be chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inbox {
    /// The page: who waits longest first; of what is over, the newest first.
    pub rows: Vec<Waiting>,
    /// How many there are of each pile, whichever was chosen.
    pub counts: Vec<(Pile, u32)>,
    /// How many there are on all pages.
    pub total: u32,
    /// Who of the experts has any, by name.
    pub experts: Vec<String>,
    /// The themes under which askers filed any.
    pub themes: Vec<String>,
}

/// What the experts note among themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The account of who wrote it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// Plain text.
    pub text: String,
}

/// To whom a published answer goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// To everybody.
    #[default]
    Public,
    /// To the members, who have the practitioners' layer.
    Practitioner,
}

impl Layer {
    /// Whether it is the one that needs no word: what was kept before there were two is of it.
    #[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
    pub fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

/// An answer in the making, as it was typed: half of it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// To the asker, in a few sentences.
    pub summary: String,
    /// To the asker, in Markdown.
    pub text: String,
    /// Records it points to.
    pub records: Vec<String>,
    /// Addresses it points to, each as `Title|URL`.
    pub links: Vec<String>,
    /// For everyone: the question in general words.
    pub title: String,
    /// For everyone: the answer in a few sentences.
    pub public_summary: String,
    /// For everyone: the answer, in Markdown.
    pub public_text: String,
    /// The language of what is for everyone.
    pub language: String,
    /// The themes it is filed under.
    pub themes: Vec<String>,
    /// To whom it goes.
    pub layer: Layer,
}

/// A version of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number, from 1.
    pub version: u32,
    /// Of which version it was made; 0 of none.
    pub made_of: u32,
    /// The account of who saved it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// What it says.
    pub wording: Wording,
}

/// What came of saving a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is this version now.
    As(u32),
    /// Nothing was saved: somebody saved this since the version it was made of.
    Overtaken(Box<Draft>),
}

/// Somebody else who has a question open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The account.
    pub account: String,
    /// Since when without a break.
    pub since: Timestamp,
}

/// Where the publication of an answer stands, with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publishing {
    /// The stage.
    pub stage: Stage,
    /// What; none once it was taken back.
    pub placard: Option<Placard>,
    /// When it is or was due.
    pub due: Option<Timestamp>,
    /// Whether the asker ever objected.
    pub objected: bool,
}

/// What an authored file held before it was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its number.
    pub id: i64,
    /// The file, below the content folder.
    pub file: String,
    /// The account of who changed it.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// What it held until then; none where there was no such file.
    pub before: Option<String>,
}

/// A question with all that is kept of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// What was asked, said and told.
    pub dossier: Dossier,
    /// Whose turn it is; none once it was deleted.
    pub pile: Option<Pile>,
    /// Notes, the oldest first.
    pub notes: Vec<Note>,
    /// The newest version of the answer in the making.
    pub draft: Option<Draft>,
    /// Where the publication stands.
    pub publishing: Option<Publishing>,
    /// Who did what, the oldest first.
    pub trail: Vec<Trace>,
}

impl Folder {
    /// Until where the question has come.
    pub fn stand(&self) -> u64 {
        self.trail.last().map_or(0, |trace| trace.sequence)
    }
}

/// What keeps the desk. One call is one transaction.
pub trait Desk: Send + Sync + fmt::Debug {
    /// A page of the list.
    fn inbox(&self, sieve: &Sieve) -> Result<Inbox>;

    /// Everything about a question, else `not_found`.
    fn folder(&self, id: &LetterId) -> Result<Folder>;

    /// Adds a note. Errs with `not_found`, and with `conflict` where the question was deleted.
    fn note_down(&self, id: &LetterId, text: &str, by: &str, now: Timestamp) -> Result<()>;

    /// Saves a draft that was made of this version (0: of none). Where nothing was changed, no version
    /// is added; where somebody else saved meanwhile, nothing is saved. Errs as [`Desk::note_down`],
    /// and with `invalid_input` where it is larger than [`MAX_DRAFT`].
    fn save_draft(
        &self,
        id: &LetterId,
        made_of: u32,
        wording: &Wording,
        by: &str,
        now: Timestamp,
    ) -> Result<Saved>;

    /// All versions, the newest first.
    fn drafts(&self, id: &LetterId) -> Result<Vec<Draft>>;

    /// A version, else `not_found`.
    fn draft(&self, id: &LetterId, version: u32) -> Result<Draft>;

    /// Notes that somebody has a question open, and tells who else has.
    fn attend(&self, id: &LetterId, by: &str, now: Timestamp) -> Result<Vec<Present>>;

    /// Notes that somebody closed it.
    fn leave(&self, id: &LetterId, by: &str) -> Result<()>;

    /// Keeps what a file held before it was changed; it is changed after this. Of former texts the
    /// oldest go: of a file those beyond [`EDITIONS`], of all those older than [`EDITION_DAYS`]; never
    /// the one that was published last.
    fn keep_edition(
        &self,
        file: &str,
        before: Option<&str>,
        by: &str,
        now: Timestamp,
    ) -> Result<()>;

    /// The newest changes, of one file or of all, without their texts.
    fn editions(&self, file: Option<&str>, most: u32) -> Result<Vec<Edition>>;

    /// One of them with its text, else `not_found`.
    fn edition(&self, id: i64) -> Result<Edition>;
}
