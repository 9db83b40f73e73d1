//! What the server keeps of questions: whose they are, what was said, and what is published.
//!
//! Every access of an asker carries its owner, and what is another's is as good as not there. One
//! call is one transaction. `updates` never skips: whoever has read up to a sequence has everything
//! of his before it, however many write at the same time.

use super::Layer;
use hrc_domain::RecordId;
use hrc_domain::error::Result;
use hrc_domain::question::{
    Acknowledgement, Act, AnswerLink, LetterId, PublicText, Publication, Question, QuestionState,
    Update, Updates,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How many questions an owner may send in a day.
pub const QUESTIONS_A_DAY: u32 = 60;

/// How many acts an owner may send in a day.
pub const ACTS_A_DAY: u32 = 300;

/// Whose a question is. No secret: of a receipt it is the hash.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A member's, by the id of the device.
    Device(String),
    /// A visitor's, by the hash of the receipt's secret, in hexadecimal.
    Receipt(String),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Device(id) => write!(f, "device:{id}"),
            Self::Receipt(hash) => write!(f, "receipt:{hash}"),
        }
    }
}

/// What came of what was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It was not known before.
    New(Acknowledgement),
    /// It is here already, byte for byte.
    Again(Acknowledgement),
}

/// What the experts do to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Gives it to somebody.
    Assign {
        /// To whom; for the experts' list alone.
        to: String,
    },
    /// Asks back.
    Ask {
        /// The message's id.
        id: LetterId,
        /// Markdown.
        text: String,
    },
    /// Answers.
    Answer {
        /// The answer's id.
        id: LetterId,
        /// In a few sentences.
        summary: String,
        /// Markdown.
        text: String,
        /// Records it points to.
        records: Vec<RecordId>,
        /// Addresses it points to.
        links: Vec<AnswerLink>,
    },
    /// Declines.
    Decline {
        /// Why.
        reason: String,
    },
    /// Closes.
    Close,
}

/// What somebody had before them who decided to do something: it is done only where nothing has
/// happened since, which is looked at in the transaction that does it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// Until where the question had come: the sequence of the last line about it in the audit trail.
    pub stand: u64,
    /// Which version of the draft was the newest (0: there was none), where it matters.
    pub draft: Option<u32>,
}

impl Seen {
    /// The question as it stood then, whatever is being drafted.
    pub const fn at(stand: u64) -> Self {
        Self { stand, draft: None }
    }
}

/// A question in the experts' list: no name, no text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its id.
    pub id: LetterId,
    /// Where it stands.
    pub state: QuestionState,
    /// Its subject; none once it was deleted.
    pub subject: Option<String>,
    /// Who of the experts has it.
    pub expert: Option<String>,
    /// When it came.
    pub received_at: Timestamp,
    /// When anything last changed.
    pub changed_at: Timestamp,
    /// The publication's stage, where there is one.
    pub publication: Option<Stage>,
}

/// Everything about a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dossier {
    /// As in the list.
    #[serde(flatten)]
    pub listed: Listed,
    /// As it was sent; none once it was deleted.
    pub question: Option<Question>,
    /// What the asker did since, the oldest first.
    pub acts: Vec<Act>,
    /// What the asker was told, the oldest first.
    pub updates: Vec<Update>,
}

/// Where a publication stands, as the server keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Nothing is published: the asker did not agree, or objected, or it was taken back.
    Private,
    /// The asker is asked.
    Proposed,
    /// It is published when it is due.
    Scheduled,
    /// It is in the feed.
    Published,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 4] = [Self::Private, Self::Proposed, Self::Scheduled, Self::Published];

    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Private => "private",
            Self::Proposed => "proposed",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
        }
    }
}

/// What would be published, with what the asker need not agree to, as it says nothing of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placard {
    /// The exact text.
    pub text: PublicText,
    /// Themes it is filed under.
    pub themes: Vec<RecordId>,
    /// Records worth reading next.
    pub related: Vec<RecordId>,
    /// To whom it goes.
    #[serde(default, skip_serializing_if = "Layer::is_public")]
    pub layer: Layer,
}

/// A placard that is, or is due to be, in the feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posted {
    /// Of which question; this is never published.
    pub question: LetterId,
    /// The record it is or becomes.
    pub record: RecordId,
    /// Whether it is known to be in the feed.
    pub is_published: bool,
    /// Since when it may be read.
    pub since: Timestamp,
    /// What.
    pub placard: Placard,
}

/// What keeps questions.
pub trait Questions: Send + Sync + fmt::Debug {
    /// Takes a question in; on disk for good when it returns. Errs with `conflict` where the id is
    /// taken, by others or by other words, and with `too_many_tries` where the owner sent more than
    /// [`QUESTIONS_A_DAY`].
    fn receive(
        &self,
        owner: &Owner,
        question: &Question,
        digest: &str,
        now: Timestamp,
    ) -> Result<Received>;

    /// Takes an act in, and does it; on disk for good when it returns. Errs with `not_found` where
    /// the owner has no such question, with `conflict` where the id is taken or the act is no longer
    /// possible, and with `too_many_tries` after [`ACTS_A_DAY`]. A consent to another text than the one in question changes nothing.
    fn act(&self, owner: &Owner, act: &Act, digest: &str, now: Timestamp) -> Result<Received>;

    /// What became of this owner's questions after a sequence, so many updates at most.
    fn updates(&self, owner: &Owner, after: u32, most: u32) -> Result<Updates>;

    /// Whether the owner has ever sent a question.
    fn knows(&self, owner: &Owner) -> Result<bool>;

    /// The questions in this state, or all; the oldest first.
    fn questions(&self, state: Option<QuestionState>) -> Result<Vec<Listed>>;

    /// Everything about a question, else `not_found`.
    fn question(&self, id: &LetterId) -> Result<Dossier>;

    /// Does what the experts do, and tells the asker. Errs with `not_found`, and with `conflict`
    /// where the move is not a legal one, or something happened since what was `seen`.
    fn step(
        &self,
        id: &LetterId,
        step: &Step,
        seen: Option<Seen>,
        now: Timestamp,
    ) -> Result<QuestionState>;

    /// Offers a text to be published: proposed to whoever wants to be asked or has objected before,
    /// else scheduled for `due`. Offering the same text twice changes nothing. Errs with `conflict`
    /// where the asker said never, where there is no answer, another text is published, or something
    /// happened since what was `seen`.
    fn offer(
        &self,
        id: &LetterId,
        placard: &Placard,
        due: Timestamp,
        seen: Option<Seen>,
        now: Timestamp,
    ) -> Result<Publication>;

    /// Takes a publication back, at whatever stage. `not_found` where there is none.
    fn take_down(&self, id: &LetterId, now: Timestamp) -> Result<()>;

    /// Whether the feed holds what it should not, or not yet what it should.
    fn is_unsettled(&self, now: Timestamp) -> Result<bool>;

    /// What the feed must hold now: what is published, and what is due; by record. From here on it
    /// may be in the feed: whoever asks has the turn to publish, and calls `settled` after it.
    fn post(&self, now: Timestamp) -> Result<Vec<Posted>>;

    /// Notes that of all answers to questions sent in, these are in the feed and no others. Tells the
    /// askers of those that were due, unless they objected meanwhile: then it is unsettled again.
    fn settled(&self, posted: &[Posted], now: Timestamp) -> Result<()>;

    /// What everybody can read, the newest first.
    fn published(&self) -> Result<Vec<Posted>>;

    /// The ids of all records that ever were answers to questions sent in.
    fn records(&self) -> Result<Vec<RecordId>>;

    /// Deletes every text of a question but what is published, and what the experts' desk keeps of it.
    /// What is left are ids. Twice is no
    /// error.
    fn delete(&self, id: &LetterId, now: Timestamp) -> Result<()>;

    /// The questions that are over (closed, declined, answered, withdrawn) and nobody touched since.
    fn outlived(&self, since: Timestamp) -> Result<Vec<LetterId>>;

    /// How many questions and messages ever came from askers, where the experts were not told of all
    /// of them; none where they were.
    fn untold(&self) -> Result<Option<i64>>;

    /// Notes that the experts were told of this many. What came since stays untold.
    fn told(&self, arrived: i64) -> Result<()>;
}
