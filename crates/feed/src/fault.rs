//! What went wrong with a feed, in the product's own words.

use hrc_domain::{Error, ErrorCode};
use std::error::Error as Cause;
use tough::TransportErrorKind;
use tough::error::Error as Tuf;

/// The error a person is told of one that the TUF client reports.
pub(crate) fn fault(cause: &Tuf) -> Error {
    if let Tuf::Transport { source, .. } = cause {
        return carried(source);
    }
    Error::new(code(cause), cause.to_string())
}

fn code(cause: &Tuf) -> ErrorCode {
    match cause {
        Tuf::ExpiredMetadata { .. } => ErrorCode::FeedExpired,
        Tuf::OlderMetadata { .. }
        | Tuf::OlderSnapshotInTimestamp { .. }
        | Tuf::SnapshotRoleMissing { .. }
        | Tuf::SnapshotRoleRollback { .. } => ErrorCode::FeedRolledBack,
        Tuf::VerifyMetadata { .. }
        | Tuf::VerifyRoleMetadata { .. }
        | Tuf::HashMismatch { .. }
        | Tuf::MaxSizeExceeded { .. }
        | Tuf::VersionMismatch { .. } => ErrorCode::FeedForged,
        Tuf::SystemTimeSteppedBackward { .. } => ErrorCode::ClockWrong,
        Tuf::VerifyTrustedMetadata { .. } | Tuf::ParseTrustedMetadata { .. } => {
            ErrorCode::InvalidInput
        }
        Tuf::DatastoreInit { .. }
        | Tuf::DatastoreCreate { .. }
        | Tuf::DatastoreOpen { .. }
        | Tuf::DatastoreRemove { .. } => io(cause),
        _ => ErrorCode::FeedUnreadable,
    }
}

/// What a carrier reported, or what was found in the bytes it brought.
fn carried(cause: &tough::TransportError) -> Error {
    if cause.kind() == TransportErrorKind::FileNotFound {
        let sentence = format!("{} is not there", cause.url());
        return Error::new(ErrorCode::FeedIncomplete, sentence);
    }
    let mut next: Option<&(dyn Cause + 'static)> = cause.source();
    while let Some(inner) = next {
        if let Some(ours) = inner.downcast_ref::<Error>() {
            return ours.clone();
        }
        if let Some(tuf) = inner.downcast_ref::<Tuf>() {
            return fault(tuf);
        }
        next = inner.source();
    }
    Error::new(ErrorCode::Offline, cause.to_string())
}

/// The disk's own reason, somewhere below.
fn io(cause: &Tuf) -> ErrorCode {
    let mut next: Option<&(dyn Cause + 'static)> = cause.source();
    while let Some(inner) = next {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return Error::io("", io).code;
        }
        next = inner.source();
    }
    ErrorCode::Io
}
