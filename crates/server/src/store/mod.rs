//! What the server keeps: of its members invitations, devices, and who did what; questions; and the
//! accounts of those who work in the console.
//!
//! `Store`, with `Questions`, `Desk` and `Accounts` in files of their own, is all that the rest of the
//! server knows; `sqlite` is its first implementation, one file
//! in the data folder. A second one (PostgreSQL, when one machine is outgrown) passes the same
//! contract, in `tests/store.rs`. Secrets never come here: codes and tokens arrive as hashes, made in
//! `members`. Every call takes what it needs and blocks; on the web it runs beside the others.

mod accounts;
mod desk;
mod questions;
mod sqlite;

pub use accounts::{Account, Accounts, Credentials, Found, Role, Session, Which};
pub use desk::{
    AWAY, Desk, Draft, EDITION_DAYS, EDITIONS, Edition, Folder, Inbox, Layer, MAX_DRAFT, Note,
    Pile, Present, Publishing, ROWS, Saved, Sieve, Waiting, Wording,
};
pub use questions::{
    ACTS_A_DAY, Dossier, Listed, Owner, Placard, Posted, QUESTIONS_A_DAY, Questions, Received,
    Seen, Stage, Step,
};
pub use sqlite::{Collected, Collection, FILE, SqliteStore};

use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use serde::Serialize;
use std::path::Path;
use std::sync::Arc;

/// The hash of a secret: 256 bits, by which it is found again.
pub type Hash = [u8; 32];

/// What keeps members, and questions and accounts with them. One call is one transaction.
pub trait Store: Questions + Desk + Accounts {
    /// The same store, through which everything is done in this one's name: the id of an account.
    /// Without it, it is done by whoever sits at the server's terminal.
    fn by(&self, actor: &str) -> Arc<dyn Store>;

    /// Keeps a new invitation.
    fn invite(&self, invitation: &Invitation, code: &Hash, now: Timestamp) -> Result<()>;

    /// All invitations, the oldest first.
    fn invitations(&self) -> Result<Vec<Invitation>>;

    /// Takes an invitation back that nobody has used: `not_found` where there is none of this id,
    /// `invitation_used` where somebody has. Taking it back twice is no error.
    fn revoke_invitation(&self, id: &str, now: Timestamp) -> Result<()>;

    /// Uses an invitation up for a new device; of two who try at once, one does. Errs with
    /// `invitation_unknown` (also where it was taken back), `invitation_used`, `invitation_expired`.
    ///
    /// Where the answer to an enrolment was lost on the way, the computer tries again, with the same
    /// recipient: then the device that never spoke gets the new token, instead of a person a refusal.
    fn enrol(&self, code: &Hash, applicant: &Applicant<'_>, now: Timestamp) -> Result<Device>;

    /// All devices, the oldest first.
    fn devices(&self) -> Result<Vec<Device>>;

    /// The device with this token, if it is a member's now: else `not_enrolled`, `account_revoked` or
    /// `account_expired`.
    fn member(&self, token: &Hash, now: Timestamp) -> Result<Device>;

    /// Notes that a device was seen today.
    fn note_seen(&self, id: &str, now: Timestamp) -> Result<()>;

    /// Takes a membership back; it counts for nothing at the next request. Twice is no error.
    fn revoke_device(&self, id: &str, now: Timestamp) -> Result<()>;

    /// Adds to the audit trail what happened elsewhere.
    fn note(&self, deed: Deed, subject: &str, now: Timestamp) -> Result<()>;

    /// The audit trail after this sequence, the oldest first, so many at most.
    fn trail(&self, after: u64, most: u32) -> Result<Vec<Trace>>;

    /// The audit trail before this sequence, the newest first, so many at most.
    fn newest_traces(&self, before: u64, most: u32) -> Result<Vec<Trace>>;

    /// The last line of the audit trail with this deed.
    fn last(&self, deed: Deed) -> Result<Option<Trace>>;

    /// The last line with this deed on this thing, before this sequence.
    fn last_on(&self, deed: Deed, subject: &str, before: u64) -> Result<Option<Trace>>;

    /// Writes everything, as it is at one moment, to a new file.
    fn copy_to(&self, file: &Path) -> Result<()>;
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Invitation {
    /// Its id, a UUID. No secret.
    pub id: String,
    /// For whom it is.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Until when it can be used.
    pub valid_until: Timestamp,
    /// Until when the membership holds that it brings; none for as long as nobody revokes it.
    pub member_until: Option<Timestamp>,
    /// The device that used it.
    pub used_by: Option<String>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// A computer that asks to be enrolled.
#[derive(Debug, Clone, Copy)]
pub struct Applicant<'a> {
    /// The id it will have.
    pub id: &'a str,
    /// What it calls itself.
    pub computer: &'a str,
    /// Its public key.
    pub recipient: &'a str,
    /// The hash of the token it will have.
    pub token: &'a Hash,
}

/// An enrolled computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Device {
    /// Its id, a UUID. No secret.
    pub id: String,
    /// The name on the invitation.
    pub name: String,
    /// What the computer calls itself.
    pub computer: String,
    /// The public key to which exports are encrypted for it.
    pub recipient: String,
    /// When it was enrolled.
    pub made_at: Timestamp,
    /// The last day on which it was seen, and no more than the day; none before the first.
    pub last_seen: Option<jiff::civil::Date>,
    /// Until when the membership holds; none for as long as nobody revokes it.
    pub valid_until: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

impl Device {
    /// Whether it is a member's now; else `account_revoked` or `account_expired`.
    pub fn check(&self, now: Timestamp) -> Result<()> {
        if self.revoked_at.is_some() {
            let sentence = format!("the membership of {} was taken back", self.id);
            return Err(Error::new(ErrorCode::AccountRevoked, sentence));
        }
        match self.valid_until {
            Some(until) if until <= now => {
                let sentence = format!("the membership of {} ended at {until}", self.id);
                Err(Error::new(ErrorCode::AccountExpired, sentence))
            }
            _ => Ok(()),
        }
    }
}

/// What can have happened, as the audit trail words it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// An administrator made an invitation.
    InvitationMade,
    /// An administrator took one back.
    InvitationRevoked,
    /// A computer was enrolled.
    DeviceEnrolled,
    /// A computer whose answer was lost was given another token.
    DeviceEnrolledAgain,
    /// An administrator took a membership back.
    DeviceRevoked,
    /// An export was made that this device can read.
    Exported,
    /// A question came in.
    QuestionReceived,
    /// Its asker said something more.
    MessageReceived,
    /// Its asker took it back.
    QuestionWithdrawn,
    /// Its asker agreed to a publication.
    ConsentGiven,
    /// Its asker did not agree, or objected.
    ConsentRefused,
    /// It was given to somebody of the experts.
    QuestionAssigned,
    /// The experts asked back.
    QuestionAskedBack,
    /// The experts answered.
    QuestionAnswered,
    /// The experts declined.
    QuestionDeclined,
    /// The experts closed it.
    QuestionClosed,
    /// A text was offered to be published.
    PublicationOffered,
    /// It was published.
    AnswerPublished,
    /// A publication was taken back.
    PublicationWithdrawn,
    /// The texts of a question were deleted.
    QuestionDeleted,
    /// An account was made.
    AccountAdded,
    /// An account was given another role.
    AccountRoleChanged,
    /// An account's password was set.
    AccountPasswordSet,
    /// A link was made by which it can be set.
    AccountLinkMade,
    /// An account was removed.
    AccountRemoved,
    /// Somebody signed in to the console.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// An account was signed out everywhere.
    SignedOutEverywhere,
    /// Content was published; the subject is the feed and its head.
    ContentPublished,
    /// Answers were published or withdrawn by themselves, without the content; likewise.
    AnswersPublished,
    /// The server was given new keys.
    KeysRotated,
    /// The root keys were replaced.
    RootRotated,
    /// A backup was made.
    BackupMade,
    /// Somebody of the experts noted something on a question.
    NoteAdded,
    /// An authored file was changed.
    ContentChanged,
}

impl Deed {
    /// As it is kept.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvitationMade => "invitation_made",
            Self::InvitationRevoked => "invitation_revoked",
            Self::DeviceEnrolled => "device_enrolled",
            Self::DeviceEnrolledAgain => "device_enrolled_again",
            Self::DeviceRevoked => "device_revoked",
            Self::Exported => "exported",
            Self::QuestionReceived => "question_received",
            Self::MessageReceived => "message_received",
            Self::QuestionWithdrawn => "question_withdrawn",
            Self::ConsentGiven => "consent_given",
            Self::ConsentRefused => "consent_refused",
            Self::QuestionAssigned => "question_assigned",
            Self::QuestionAskedBack => "question_asked_back",
            Self::QuestionAnswered => "question_answered",
            Self::QuestionDeclined => "question_declined",
            Self::QuestionClosed => "question_closed",
            Self::PublicationOffered => "publication_offered",
            Self::AnswerPublished => "answer_published",
            Self::PublicationWithdrawn => "publication_withdrawn",
            Self::QuestionDeleted => "question_deleted",
            Self::AccountAdded => "account_added",
            Self::AccountRoleChanged => "account_role_changed",
            Self::AccountPasswordSet => "account_password_set",
            Self::AccountLinkMade => "account_link_made",
            Self::AccountRemoved => "account_removed",
            Self::SignedIn => "signed_in",
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::ContentPublished => "content_published",
            Self::AnswersPublished => "answers_published",
            Self::KeysRotated => "keys_rotated",
            Self::RootRotated => "root_rotated",
            Self::BackupMade => "backup_made",
            Self::NoteAdded => "note_added",
            Self::ContentChanged => "content_changed",
        }
    }
}

/// A line of the audit trail: ids only, never a name or a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Its place.
    pub sequence: u64,
    /// When.
    pub at: Timestamp,
    /// Who: `administrator` (at the terminal), `server`, the id of an account or device, or a visitor's receipt by its hash.
    pub actor: String,
    /// What.
    pub deed: String,
    /// The id of what it was done to.
    pub subject: String,
}
