//! What the server keeps of those who work in the console: their accounts, and where each is signed in.
//!
//! Secrets arrive as hashes, made in `crate::accounts`; a password as the text argon2id makes of it.
//! An account that was removed stays, with its id and name: the audit trail's ids go on meaning
//! somebody.

use super::Hash;
use hrc_domain::error::Result;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::fmt;

/// What somebody may do in the console. Each may also do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers questions.
    Expert,
    /// Also publishes, and writes the content.
    Editor,
    /// Also looks after members, accounts and the server.
    Administrator,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Self; 3] = [Self::Expert, Self::Editor, Self::Administrator];

    /// As it is kept, typed and sent.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Expert => "expert",
            Self::Editor => "editor",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// An account. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Account {
    /// Its id, a UUID.
    pub id: String,
    /// What its owner types to sign in.
    pub login: String,
    /// What its owner is called.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The language its owner chose.
    pub language: Option<String>,
    /// Whether a password is set.
    pub has_password: bool,
    /// Until when a link can be used that sets the password.
    pub link_until: Option<Timestamp>,
    /// When it was made.
    pub made_at: Timestamp,
    /// The last day on which it was used, and no more than the day.
    pub last_seen: Option<Date>,
    /// When it was removed.
    pub removed_at: Option<Timestamp>,
}

/// What is needed to let somebody in.
#[derive(Clone)]
pub struct Credentials {
    /// Whose they are.
    pub account: Account,
    /// The password as argon2id keeps it; none where none is set.
    pub password: Option<String>,
    /// What the cookies of computers that were signed in before are made with.
    pub known_by: Hash,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials").field("account", &self.account.id).finish_non_exhaustive()
    }
}

/// Where somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Session {
    /// Its id, a UUID. No secret: it opens nothing.
    pub id: String,
    /// Whose it is.
    pub account: String,
    /// Since when.
    pub made_at: Timestamp,
    /// When it was last used, within a minute.
    pub seen_at: Timestamp,
    /// When its token was last replaced.
    pub renewed_at: Timestamp,
}

/// A session that a token was found to belong to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The session.
    pub session: Session,
    /// Whose it is.
    pub account: Account,
    /// What the next token is made with.
    pub seed: Hash,
    /// Which of the session's tokens it is.
    pub which: Which,
}

/// Which of a session's tokens was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one that counts.
    Current,
    /// The one it is to become.
    Next,
    /// The one it was; requests that were under way may still bring it until then.
    Former(Timestamp),
}

/// What keeps accounts. One call is one transaction.
pub trait Accounts: Send + Sync + fmt::Debug {
    /// Keeps a new account; `conflict` where the sign-in name is or was somebody's.
    fn add_account(&self, new: &Credentials, now: Timestamp) -> Result<()>;

    /// All accounts, also those that were removed; the oldest first.
    fn accounts(&self) -> Result<Vec<Account>>;

    /// The account of this id, else `not_found`.
    fn account(&self, id: &str) -> Result<Account>;

    /// What is needed to let the owner of a sign-in name in; none where there is none any more.
    fn credentials(&self, login: &str) -> Result<Option<Credentials>>;

    /// Gives an account another role.
    fn set_role(&self, id: &str, role: Role, now: Timestamp) -> Result<()>;

    /// Notes the language an account's owner chose.
    fn set_language(&self, id: &str, language: &str) -> Result<()>;

    /// Sets an account's password. Whoever is signed in with the old one no longer is, computers
    /// that were known are strangers, and an open link counts for nothing.
    fn set_password(&self, id: &str, password: &str, known_by: &Hash, now: Timestamp)
    -> Result<()>;

    /// Gives an account a link by which its password can be set; an older one counts for nothing.
    fn give_link(&self, id: &str, link: &Hash, until: Timestamp, now: Timestamp) -> Result<()>;

    /// The account with this link, where it can be used now; else `invitation_unknown` or
    /// `invitation_expired`.
    fn by_link(&self, link: &Hash, now: Timestamp) -> Result<Account>;

    /// Removes an account: its owner is signed out at once, and never again let in.
    fn remove_account(&self, id: &str, now: Timestamp) -> Result<()>;

    /// Keeps a new session, and forgets those begun or last used before these.
    fn open_session(
        &self,
        new: &Session,
        token: &Hash,
        seed: &Hash,
        begun: Timestamp,
        used: Timestamp,
    ) -> Result<()>;

    /// The session with this token, of an account that is still there.
    fn session(&self, token: &Hash) -> Result<Option<Found>>;

    /// Notes that a session was used.
    fn note_used(&self, session: &Session, now: Timestamp) -> Result<()>;

    /// Notes the token a session is to have next.
    fn announce(&self, session: &str, next: &Hash) -> Result<()>;

    /// The next token was used: from now on it counts, and the former until then.
    fn renew(&self, session: &str, seed: &Hash, until: Timestamp, now: Timestamp) -> Result<()>;

    /// Where an account is signed in, the newest first.
    fn sessions(&self, account: &str) -> Result<Vec<Session>>;

    /// Ends one session of an account; ending it twice is no error.
    fn end_session(&self, account: &str, session: &str, now: Timestamp) -> Result<()>;

    /// Ends every session of an account. Computers that were known are strangers from then on.
    fn end_sessions(&self, account: &str, known_by: &Hash, now: Timestamp) -> Result<()>;
}
