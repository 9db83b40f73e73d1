//! What the database says went wrong, in the product's own words.

use hrc_domain::{Error, ErrorCode};
use rusqlite::ErrorCode as Sqlite;

/// A function for `map_err`: what was being done, and the code that tells an administrator what to do.
pub fn fault(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |cause| Error::new(code(&cause), format!("{doing}: {cause}"))
}

fn code(cause: &rusqlite::Error) -> ErrorCode {
    match cause {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            Sqlite::DiskFull => ErrorCode::DiskFull,
            Sqlite::ReadOnly | Sqlite::PermissionDenied => ErrorCode::ReadOnly,
            Sqlite::DatabaseBusy | Sqlite::DatabaseLocked => ErrorCode::Busy,
            Sqlite::CannotOpen
            | Sqlite::SystemIoFailure
            | Sqlite::FileLockingProtocolFailed
            | Sqlite::DatabaseCorrupt
            | Sqlite::NotADatabase => ErrorCode::Io,
            _ => ErrorCode::Internal,
        },
        // What is stored cannot be read back: the file was changed by something else.
        rusqlite::Error::InvalidColumnType(..)
        | rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..) => ErrorCode::Io,
        _ => ErrorCode::Internal,
    }
}
