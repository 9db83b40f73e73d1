//! The database's layout and how a connection is set up for it.

use super::fault::fault;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::time::Duration;

/// The layout this program writes: how many steps lead to it.
pub const VERSION: u32 = 1;

const STEPS: [M<'static>; VERSION as usize] = [M::up(include_str!("migrations/01-entries.sql"))];

/// How long a connection waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// Bytes of the file that readers see without copying them: a page of results touches a hundred
/// places of it, and each would be a call to the system.
const MAPPED: i64 = 1 << 30;

/// A connection that may write; makes the file when it is not there.
pub fn connect_writing(file: &Path) -> Result<Connection> {
    let connection = Connection::open(file).map_err(fault("opening the library to write"))?;
    // WAL: readers and the one writer do not wait for each other. FULL, not NORMAL: after a power
    // cut NORMAL may forget the last commit while the index, synced after it, remembers: the index
    // would stand ahead of the database. It costs one fsync an apply.
    let set = |name: &str, value: &str| {
        connection.pragma_update(None, name, value).map_err(fault("setting up the database"))
    };
    set("journal_mode", "WAL")?;
    set("synchronous", "FULL")?;
    set("foreign_keys", "ON")?;
    connection.busy_timeout(PATIENCE).map_err(fault("setting up the database"))?;
    Ok(connection)
}

/// A connection that only reads. `frozen` is for a folder nobody can write to, where SQLite could
/// not even keep the small file by which WAL readers agree: it then trusts that nothing changes.
pub fn connect_reading(file: &Path, frozen: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let opened = if frozen {
        let address = url::Url::from_file_path(file).map_err(|()| {
            Error::new(ErrorCode::InvalidInput, format!("{} is not absolute", file.display()))
        })?;
        let address = format!("{address}?immutable=1");
        Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)
    } else {
        Connection::open_with_flags(file, flags)
    };
    let connection = opened.map_err(fault("opening the library to read"))?;
    connection
        .pragma_update(None, "mmap_size", MAPPED)
        .map_err(fault("setting up the database"))?;
    connection.busy_timeout(PATIENCE).map_err(fault("setting up the database"))?;
    Ok(connection)
}

/// The layout a database has; 0 for an empty file.
pub fn version(connection: &Connection) -> Result<u32> {
    connection
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(fault("reading the layout's version"))
}

/// Brings the layout up to date.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    Migrations::from_slice(&STEPS).to_latest(connection).map_err(|cause| match cause {
        rusqlite_migration::Error::RusqliteError { err, .. } => {
            fault("bringing the database up to date")(err)
        }
        other => Error::new(ErrorCode::LibraryDamaged, format!("the database's layout: {other}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid_sql_one_after_the_other() {
        let checked = Migrations::from_slice(&STEPS).validate();
        assert!(checked.is_ok(), "a library from any earlier version must open: {checked:?}");
    }
}
