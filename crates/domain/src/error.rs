//! The closed list of errors shared by every boundary of the product.
//!
//! A boundary (command, terminal, server) hands out `{code, message}`. The interface
//! turns the code into a sentence in the reader's language; the message is for the log and for
//! whoever helps.

use serde::{Deserialize, Serialize};
use specta::Type;
use std::fmt;

/// What went wrong, as a word both ends know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request itself cannot be understood.
    InvalidInput,
    /// No record, file or address of that name.
    NotFound,
    /// There is no library at that place.
    LibraryMissing,
    /// The library's database cannot be read as one.
    LibraryDamaged,
    /// The library was written by a newer version of the program.
    LibraryNewer,
    /// The search index is missing, damaged or older than the library.
    IndexDamaged,
    /// Another instance is writing.
    Busy,
    /// No space is left where the library lives.
    DiskFull,
    /// The place where the library lives cannot be written to.
    ReadOnly,
    /// A file could not be read or written for another reason.
    Io,
    /// Authored content has faults, listed in the message.
    ContentFaulty,
    /// An address of a kind the program never opens.
    AddressRefused,
    /// The system offered no program that opens the address.
    OpenFailed,
    /// No server has been named to sync with.
    NotConfigured,
    /// The server could not be reached.
    Offline,
    /// The server, or what is between, took too long.
    TimedOut,
    /// The server answered, but with an error.
    ServerRefused,
    /// What came is not a feed: a log-in page, say, or a damaged file.
    FeedUnreadable,
    /// A file the feed promises is not there.
    FeedIncomplete,
    /// A signature or a hash does not fit: what came is not what the Network published.
    FeedForged,
    /// The feed is another one than this library was told to follow.
    FeedForeign,
    /// The feed is older than what this library has already seen.
    FeedRolledBack,
    /// Nobody has vouched for the feed for too long.
    FeedExpired,
    /// The feed needs a newer version of the program.
    FeedNewer,
    /// The clock of this computer is wrong, so that nothing can be judged by its date.
    ClockWrong,
    /// No invitation has this code.
    InvitationUnknown,
    /// The code of the invitation was used already.
    InvitationUsed,
    /// The invitation came too late.
    InvitationExpired,
    /// Too many tries in too short a time.
    TooManyTries,
    /// A membership is needed, and this computer has none.
    NotEnrolled,
    /// The Network took the membership of this computer back.
    AccountRevoked,
    /// The time of the membership is over.
    AccountExpired,
    /// The proxy wants to know who asks, or forbids it.
    ProxyRefused,
    /// Whoever answered is not who it says it is: its certificate is not trusted.
    CertificateRefused,
    /// The network wants somebody to log in before it lets anything through.
    CaptivePortal,
    /// The personal database cannot be read as one.
    PersonalDamaged,
    /// The personal data was written by a newer version of the program.
    PersonalNewer,
    /// It is there already, and is another one.
    Conflict,
    /// Somebody stopped it.
    Cancelled,
    /// A fault of the program itself.
    Internal,
}

impl ErrorCode {
    /// Every code, for tables and tests that must be complete.
    pub const ALL: [Self; 40] = [
        Self::InvalidInput,
        Self::NotFound,
        Self::LibraryMissing,
        Self::LibraryDamaged,
        Self::LibraryNewer,
        Self::IndexDamaged,
        Self::Busy,
        Self::DiskFull,
        Self::ReadOnly,
        Self::Io,
        Self::ContentFaulty,
        Self::AddressRefused,
        Self::OpenFailed,
        Self::NotConfigured,
        Self::Offline,
        Self::TimedOut,
        Self::ServerRefused,
        Self::FeedUnreadable,
        Self::FeedIncomplete,
        Self::FeedForged,
        Self::FeedForeign,
        Self::FeedRolledBack,
        Self::FeedExpired,
        Self::FeedNewer,
        Self::ClockWrong,
        Self::InvitationUnknown,
        Self::InvitationUsed,
        Self::InvitationExpired,
        Self::TooManyTries,
        Self::NotEnrolled,
        Self::AccountRevoked,
        Self::AccountExpired,
        Self::ProxyRefused,
        Self::CertificateRefused,
        Self::CaptivePortal,
        Self::PersonalDamaged,
        Self::PersonalNewer,
        Self::Conflict,
        Self::Cancelled,
        Self::Internal,
    ];

    /// The code as it crosses a boundary.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "invalid_input",
            Self::NotFound => "not_found",
            Self::LibraryMissing => "library_missing",
            Self::LibraryDamaged => "library_damaged",
            Self::LibraryNewer => "library_newer",
            Self::IndexDamaged => "index_damaged",
            Self::Busy => "busy",
            Self::DiskFull => "disk_full",
            Self::ReadOnly => "read_only",
            Self::Io => "io",
            Self::ContentFaulty => "content_faulty",
            Self::AddressRefused => "address_refused",
            Self::OpenFailed => "open_failed",
            Self::NotConfigured => "not_configured",
            Self::Offline => "offline",
            Self::TimedOut => "timed_out",
            Self::ServerRefused => "server_refused",
            Self::FeedUnreadable => "feed_unreadable",
            Self::FeedIncomplete => "feed_incomplete",
            Self::FeedForged => "feed_forged",
            Self::FeedForeign => "feed_foreign",
            Self::FeedRolledBack => "feed_rolled_back",
            Self::FeedExpired => "feed_expired",
            Self::FeedNewer => "feed_newer",
            Self::ClockWrong => "clock_wrong",
            Self::InvitationUnknown => "invitation_unknown",
            Self::InvitationUsed => "invitation_used",
            Self::InvitationExpired => "invitation_expired",
            Self::TooManyTries => "too_many_tries",
            Self::NotEnrolled => "not_enrolled",
            Self::AccountRevoked => "account_revoked",
            Self::AccountExpired => "account_expired",
            Self::ProxyRefused => "proxy_refused",
            Self::CertificateRefused => "certificate_refused",
            Self::CaptivePortal => "captive_portal",
            Self::PersonalDamaged => "personal_damaged",
            Self::PersonalNewer => "personal_newer",
            Self::Conflict => "conflict",
            Self::Cancelled => "cancelled",
            Self::Internal => "internal",
        }
    }
}

impl ErrorCode {
    /// How a program ends that failed with it: one table for every program of the house, promised to
    /// scripts in docs/cli.md. 1 is left to those that found faults, 2 is what the parser of
    /// arguments itself ends with.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::InvalidInput => 2,
            Self::NotFound => 3,
            Self::LibraryMissing
            | Self::LibraryDamaged
            | Self::LibraryNewer
            | Self::IndexDamaged => 4,
            Self::Busy => 5,
            Self::DiskFull | Self::ReadOnly | Self::Io => 6,
            Self::ContentFaulty => 7,
            Self::NotConfigured
            | Self::Offline
            | Self::TimedOut
            | Self::ServerRefused
            | Self::ProxyRefused
            | Self::CertificateRefused
            | Self::CaptivePortal => 8,
            Self::FeedUnreadable
            | Self::FeedIncomplete
            | Self::FeedForged
            | Self::FeedForeign
            | Self::FeedRolledBack
            | Self::FeedExpired
            | Self::FeedNewer
            | Self::ClockWrong => 9,
            Self::Cancelled => 10,
            Self::InvitationUnknown
            | Self::InvitationUsed
            | Self::InvitationExpired
            | Self::TooManyTries
            | Self::NotEnrolled
            | Self::AccountRevoked
            | Self::AccountExpired => 11,
            Self::PersonalDamaged | Self::PersonalNewer => 4,
            Self::Conflict => 12,
            Self::AddressRefused | Self::OpenFailed | Self::Internal => 70,
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An error as it crosses a boundary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct Error {
    /// The word both ends know.
    pub code: ErrorCode,
    /// One sentence in English for the log; never shown alone.
    pub message: String,
}

impl Error {
    /// An error of this code with its sentence.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// A file error, with the code that tells a person what to do about it.
    pub fn io(doing: &str, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let code = match cause.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
            ErrorKind::NotFound => ErrorCode::NotFound,
            _ => ErrorCode::Io,
        };
        Self::new(code, format!("{doing}: {cause}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for Error {}

/// The result of everything that can fail in the product.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_crosses_the_boundary_under_its_own_name() {
        for code in ErrorCode::ALL {
            let json = serde_json::to_string(&code).unwrap_or_default();
            assert_eq!(json, format!("\"{code}\""), "the printed and the serialised name are one");
        }
    }

    #[test]
    fn a_full_disk_is_told_apart_from_other_file_errors() {
        let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
        assert_eq!(
            Error::io("writing", &full).code,
            ErrorCode::DiskFull,
            "a person can act on this one"
        );
    }
}
