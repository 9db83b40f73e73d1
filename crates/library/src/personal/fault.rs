//! What the database of personal data says went wrong, in the product's own words.

use hrc_domain::{Error, ErrorCode};
use rusqlite::ErrorCode as Sqlite;

/// A function for `map_err`: what was being done, and the code that tells a person what to do.
pub fn fault(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |cause| Error::new(code(&cause), format!("{doing}: {cause}"))
}

fn code(cause: &rusqlite::Error) -> ErrorCode {
    match cause {
        rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
            Sqlite::DatabaseCorrupt | Sqlite::NotADatabase => ErrorCode::PersonalDamaged,
            Sqlite::DiskFull => ErrorCode::DiskFull,
            Sqlite::ReadOnly | Sqlite::PermissionDenied => ErrorCode::ReadOnly,
            Sqlite::DatabaseBusy | Sqlite::DatabaseLocked | Sqlite::FileLockingProtocolFailed => {
                ErrorCode::Busy
            }
            // The small file by which readers and writers agree found no room.
            _ if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_SHMSIZE => {
                ErrorCode::DiskFull
            }
            Sqlite::CannotOpen | Sqlite::SystemIoFailure => ErrorCode::Io,
            _ => ErrorCode::Internal,
        },
        rusqlite::Error::QueryReturnedNoRows => ErrorCode::NotFound,
        rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..) => {
            ErrorCode::PersonalDamaged
        }
        _ => ErrorCode::Internal,
    }
}

/// What is stored cannot be read back: the file was changed by something else.
pub fn unreadable(what: &str, cause: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::PersonalDamaged, format!("{what} cannot be read: {cause}"))
}

/// It cannot be done where the question stands now.
pub fn too_late(why: &str) -> Error {
    Error::new(ErrorCode::Conflict, why)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn a_person_is_told_what_can_be_acted_on() {
        for (sqlite, expected) in [
            (ffi::SQLITE_FULL, ErrorCode::DiskFull),
            (ffi::SQLITE_IOERR_SHMSIZE, ErrorCode::DiskFull),
            (ffi::SQLITE_READONLY, ErrorCode::ReadOnly),
            (ffi::SQLITE_NOTADB, ErrorCode::PersonalDamaged),
            (ffi::SQLITE_CORRUPT, ErrorCode::PersonalDamaged),
            (ffi::SQLITE_BUSY, ErrorCode::Busy),
            (ffi::SQLITE_IOERR, ErrorCode::Io),
        ] {
            let cause = rusqlite::Error::SqliteFailure(ffi::Error::new(sqlite), None);
            assert_eq!(fault("testing")(cause).code, expected, "SQLite's {sqlite} has its advice");
        }
    }
}
