//! Why a computer cannot sync: what was looked at, what was found, and the report somebody can copy.
//!
//! One finding a check, in the order in which a sync meets them. The interface turns checks, causes
//! and names of facts into sentences of the reader's language; the English of `advice` and of the
//! report is for the terminal and for IT departments. Looking is done in the library.

mod advice;
mod report;

use serde::{Deserialize, Serialize};
use specta::Type;

/// What was found on the way from a library to its server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Diagnosis {
    /// When, by this computer's clock, as an RFC 3339 instant.
    pub at: String,
    /// The server's address; none where none is named.
    pub server: Option<String>,
    /// One finding for each of [`Check::ALL`], in their order.
    pub findings: Vec<Examination>,
}

impl Diagnosis {
    /// Whether nothing failed. What was only warned of does not keep from syncing.
    pub fn is_well(&self) -> bool {
        !self.findings.iter().any(|finding| finding.verdict == Verdict::Failed)
    }
}

/// What is looked at, in the order in which a sync meets it.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type,
)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Whether a server is named, and rightly.
    Configuration,
    /// Whether the clock here is right.
    Clock,
    /// Whether the server's name is known (DNS).
    Name,
    /// Whether the server can be reached (TCP).
    Connection,
    /// Whether the proxy can be reached and lets through.
    Proxy,
    /// Whether the server shows a certificate that is trusted here, and who issued it (TLS).
    Certificate,
    /// Whether the network wants somebody to log in first.
    Portal,
    /// Whether the server answers what it is asked (HTTP).
    Answer,
    /// Whether the membership of this computer holds.
    Token,
    /// Whether the feed is the Network's, and new enough.
    Signature,
    /// Whether there is room for what comes, and it can be written.
    Disk,
    /// Whether another program is at the same library.
    Lock,
}

impl Check {
    /// Every check, in order.
    pub const ALL: [Self; 12] = [
        Self::Configuration,
        Self::Clock,
        Self::Name,
        Self::Connection,
        Self::Proxy,
        Self::Certificate,
        Self::Portal,
        Self::Answer,
        Self::Token,
        Self::Signature,
        Self::Disk,
        Self::Lock,
    ];
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing is wrong, or there is nothing to check; the cause then says why not.
    Well,
    /// Something is not as it should be, but keeps nobody from syncing.
    Warning,
    /// This keeps the library from syncing.
    Failed,
    /// Something before it stood in the way.
    NotReached,
}

/// What one check came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Examination {
    /// The check.
    pub check: Check,
    /// How it ended.
    pub verdict: Verdict,
    /// Why; none where all is well, or an earlier check says it.
    pub cause: Option<Cause>,
    /// What was seen on the way.
    pub facts: Vec<Fact>,
    /// What the machinery said, in English for the log; empty where it said nothing.
    pub message: String,
}

impl Examination {
    fn of(check: Check, verdict: Verdict, cause: Option<Cause>) -> Self {
        Self { check, verdict, cause, facts: Vec::new(), message: String::new() }
    }

    /// Nothing is wrong.
    #[must_use]
    pub fn well(check: Check) -> Self {
        Self::of(check, Verdict::Well, None)
    }

    /// There is nothing to check, because of this.
    #[must_use]
    pub fn spared(check: Check, cause: Cause) -> Self {
        Self::of(check, Verdict::Well, Some(cause))
    }

    /// Not as it should be.
    #[must_use]
    pub fn warning(check: Check, cause: Cause) -> Self {
        Self::of(check, Verdict::Warning, Some(cause))
    }

    /// What keeps the library from syncing.
    #[must_use]
    pub fn failed(check: Check, cause: Cause) -> Self {
        Self::of(check, Verdict::Failed, Some(cause))
    }

    /// Something stood before it: an earlier check, or this.
    #[must_use]
    pub fn not_reached(check: Check, cause: Option<Cause>) -> Self {
        Self::of(check, Verdict::NotReached, cause)
    }

    /// The same with one fact more.
    #[must_use]
    pub fn with(mut self, name: FactName, value: impl Into<String>) -> Self {
        self.facts.push(Fact { name, value: value.into() });
        self
    }

    /// The same with what the machinery said.
    #[must_use]
    pub fn saying(self, message: impl Into<String>) -> Self {
        Self { message: message.into(), ..self }
    }
}

/// Something that was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Fact {
    /// What it is.
    pub name: FactName,
    /// Its value: a name, an address, a number; never a secret.
    pub value: String,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum FactName {
    /// The server's address.
    Address,
    /// The identity of the feed, 64 hexadecimal digits.
    Feed,
    /// The name that was looked up.
    Host,
    /// The numbers it stands for, or the one that was reached.
    Ip,
    /// The proxy, without name and password.
    Proxy,
    /// For whom the certificate was issued.
    Subject,
    /// Who issued the certificate.
    Issuer,
    /// From when it holds, as an RFC 3339 instant.
    ValidFrom,
    /// Until when it holds, as an RFC 3339 instant.
    ValidUntil,
    /// The status of an HTTP answer.
    Status,
    /// Where a redirect leads.
    LeadsTo,
    /// The time here, as an RFC 3339 instant.
    TimeHere,
    /// The server's time, as an RFC 3339 instant.
    TimeThere,
    /// How far the two are apart, in seconds; above 0 where the clock here is ahead.
    Apart,
    /// The sequence of the feed's last change.
    Head,
    /// The library's folder; `~` stands for the home folder.
    Folder,
    /// How many bytes are free.
    Free,
}

/// Why a check ended as it did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No server is named.
    NotConfigured,
    /// The settings or the preset name a server that cannot be one.
    ConfigurationInvalid,
    /// The clocks here and there are some minutes apart.
    ClockOff,
    /// The clock here is so wrong that nothing signed can be judged by its date.
    ClockWrong,
    /// Nothing here knows the server's name.
    NameUnknown,
    /// Nobody answered the question for the server's name.
    NameTimedOut,
    /// The proxy looks names up and makes the connection.
    LeftToProxy,
    /// The other side refused the connection.
    ConnectionRefused,
    /// Nobody answered: a firewall swallows it, say.
    ConnectionTimedOut,
    /// This computer is in no network, or there is no way from it to the server.
    NetworkUnreachable,
    /// The connection broke, or could not be made for another reason.
    ConnectionLost,
    /// The proxy's address is none, or of a kind the program does not speak.
    ProxyUnusable,
    /// The proxy's name is unknown, or nothing answers there.
    ProxyUnreachable,
    /// The proxy wants a name and password, or others than those that are set.
    ProxyWantsLogin,
    /// The proxy forbids the server.
    ProxyForbids,
    /// The proxy itself cannot reach the server, or speaks something else.
    ProxyFailed,
    /// The address begins with `http://`: nothing is encrypted, and no certificate is shown.
    NotEncrypted,
    /// This computer trusts no authority at all.
    NoAuthorities,
    /// Nobody whom this computer trusts issued the certificate: an inspected network, say.
    IssuerUnknown,
    /// The certificate has run out.
    CertificateExpired,
    /// The certificate does not hold yet.
    CertificateEarly,
    /// The certificate was issued for another name.
    CertificateForOther,
    /// The certificate is not acceptable for another reason.
    CertificateInvalid,
    /// What answers speaks no TLS that this program understands.
    NoTls,
    /// The connection was cut while it was being secured.
    HandshakeCut,
    /// A page came that wants somebody to log in.
    LogInPage,
    /// The way leads elsewhere, and not to the feed.
    LeadsElsewhere,
    /// The server has a fault of its own.
    ServerFailed,
    /// The server, or a filter before it, refuses to answer.
    ServerRefuses,
    /// There is no feed at this address.
    NoFeedHere,
    /// The feed is there, but the server says that it is not well.
    ServerUnwell,
    /// The answer took too long.
    AnswerTimedOut,
    /// The answer broke off, or was none.
    AnswerCut,
    /// This computer has no membership, and needs none for the general layer.
    NotEnrolled,
    /// The server does not know this computer's membership.
    AccountUnknown,
    /// The Network took the membership back.
    AccountRevoked,
    /// The time of the membership is over.
    AccountExpired,
    /// What came is no feed.
    FeedUnreadable,
    /// A file the feed promises is not there.
    FeedIncomplete,
    /// A signature or a hash does not fit.
    FeedForged,
    /// It is the feed of another Network.
    FeedForeign,
    /// The feed is older than what this library has seen.
    FeedRolledBack,
    /// Nobody has vouched for the feed for too long.
    FeedExpired,
    /// The feed needs a newer version of the program.
    FeedNewer,
    /// No room is left.
    DiskFull,
    /// Little room is left.
    DiskNearlyFull,
    /// Nothing can be written there.
    DiskReadOnly,
    /// Files cannot be read or written there for another reason.
    DiskFailed,
    /// The folder lies on a network drive or in a cloud's folder.
    FolderShared,
    /// The library's database cannot be read as one.
    LibraryDamaged,
    /// The library was written by a newer version of the program.
    LibraryNewer,
    /// Another program is syncing this library right now.
    SyncBusy,
    /// Another program is writing to this library and does not end.
    WriterBusy,
    /// All checks together took too long.
    TookTooLong,
    /// Somebody stopped it.
    Stopped,
}

impl Cause {
    /// Every cause, for tables and tests that must be complete.
    pub const ALL: [Self; 55] = [
        Self::NotConfigured,
        Self::ConfigurationInvalid,
        Self::ClockOff,
        Self::ClockWrong,
        Self::NameUnknown,
        Self::NameTimedOut,
        Self::LeftToProxy,
        Self::ConnectionRefused,
        Self::ConnectionTimedOut,
        Self::NetworkUnreachable,
        Self::ConnectionLost,
        Self::ProxyUnusable,
        Self::ProxyUnreachable,
        Self::ProxyWantsLogin,
        Self::ProxyForbids,
        Self::ProxyFailed,
        Self::NotEncrypted,
        Self::NoAuthorities,
        Self::IssuerUnknown,
        Self::CertificateExpired,
        Self::CertificateEarly,
        Self::CertificateForOther,
        Self::CertificateInvalid,
        Self::NoTls,
        Self::HandshakeCut,
        Self::LogInPage,
        Self::LeadsElsewhere,
        Self::ServerFailed,
        Self::ServerRefuses,
        Self::NoFeedHere,
        Self::ServerUnwell,
        Self::AnswerTimedOut,
        Self::AnswerCut,
        Self::NotEnrolled,
        Self::AccountUnknown,
        Self::AccountRevoked,
        Self::AccountExpired,
        Self::FeedUnreadable,
        Self::FeedIncomplete,
        Self::FeedForged,
        Self::FeedForeign,
        Self::FeedRolledBack,
        Self::FeedExpired,
        Self::FeedNewer,
        Self::DiskFull,
        Self::DiskNearlyFull,
        Self::DiskReadOnly,
        Self::DiskFailed,
        Self::FolderShared,
        Self::LibraryDamaged,
        Self::LibraryNewer,
        Self::SyncBusy,
        Self::WriterBusy,
        Self::TookTooLong,
        Self::Stopped,
    ];
}
