//! The database's layout and how a connection is set up for it.

use super::fault::fault;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::time::Duration;

/// The layout this program writes: how many steps lead to it.
pub const VERSION: u32 = 5;

const STEPS: [M<'static>; VERSION as usize] = [
    M::up(include_str!("migrations/01-entries.sql")),
    M::up(include_str!("migrations/02-feeds.sql")),
    M::up(include_str!("migrations/03-depths.sql")),
    M::up(include_str!("migrations/04-passages.sql")),
    M::up(include_str!("migrations/05-kinds.sql")),
];

/// How long a connection waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// KiB of the file that a connection for reading remembers, at most: enough that of a large library the
/// pages that lead to others stay, and only what is shown is read anew.
const REMEMBERED: i64 = 8 * 1024;

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

/// A connection that may write the practitioners' file, with the `general` one beside it to be read.
/// What is taken away there is overwritten, and nothing of it goes to other files.
pub fn connect_deepening(file: &Path, general: &Path) -> Result<Connection> {
    let connection = connect_writing(file)?;
    let set = |name: &str, value: &str| {
        connection.pragma_update(None, name, value).map_err(fault("setting up the database"))
    };
    set("secure_delete", "ON")?;
    set("temp_store", "MEMORY")?;
    let address = format!("{}?mode=ro", address(general)?);
    connection
        .execute("ATTACH ?1 AS general", [address])
        .map(drop)
        .map_err(fault("opening the general layer beside"))?;
    Ok(connection)
}

/// Puts the practitioners' file beside the general one that this connection reads, so that both are
/// read as one.
pub fn attach_depth(connection: &Connection, file: &Path, frozen: bool) -> Result<()> {
    let failed = fault("opening the practitioners' layer to read");
    let how = if frozen { "immutable=1" } else { "mode=ro" };
    let address = format!("{}?{how}", address(file)?);
    // What is sorted may be more than fits into memory, but must not lie about in another file.
    connection.pragma_update(None, "temp_store", "MEMORY").map_err(&failed)?;
    connection.execute("ATTACH ?1 AS depth", [address]).map_err(&failed)?;
    connection.execute_batch(include_str!("both.sql")).map_err(&failed)
}

fn address(file: &Path) -> Result<url::Url> {
    url::Url::from_file_path(file).map_err(|()| {
        Error::new(ErrorCode::InvalidInput, format!("{} is not absolute", file.display()))
    })
}

/// A connection that only reads. `frozen` is for a folder nobody can write to, where SQLite could
/// not even keep the small file by which WAL readers agree: it then trusts that nothing changes.
pub fn connect_reading(file: &Path, frozen: bool) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let opened = if frozen {
        let address = format!("{}?immutable=1", address(file)?);
        Connection::open_with_flags(address, flags)
    } else {
        Connection::open_with_flags(file, flags)
    };
    let connection = opened.map_err(fault("opening the library to read"))?;
    connection.busy_timeout(PATIENCE).map_err(fault("setting up the database"))?;
    connection
        .pragma_update(None, "cache_size", -REMEMBERED)
        .map_err(fault("setting up the database"))?;
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

    #[test]
    fn a_library_of_the_fourth_layout_keeps_its_entries_and_what_they_may_be() {
        let mut db = Connection::open_in_memory().unwrap();
        Migrations::from_slice(&STEPS).to_version(&mut db, 4).unwrap();
        let put = "INSERT INTO entry VALUES (?1, ?2, ?3, '{}', zeroblob(32))";
        for (key, sequence, kind) in
            [("graz", 7, "record"), ("graz/practitioner", 9, "supplement"), ("a", 3, "vocabulary")]
        {
            db.execute(put, (key, sequence, kind)).unwrap();
        }
        migrate(&mut db).unwrap();
        assert_eq!(version(&db).unwrap(), VERSION, "it is of this program's layout");
        let held: Vec<(String, u32, String)> = db
            .prepare("SELECT key, sequence, kind FROM entry ORDER BY rowid")
            .and_then(|mut all| {
                all.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
            })
            .unwrap();
        let kinds: Vec<&str> = held.iter().map(|(_, _, kind)| kind.as_str()).collect();
        assert_eq!(kinds, ["record", "supplement", "vocabulary"], "each entry, in its order");
        assert_eq!(held[1].1, 9, "with its sequence: {held:?}");
        assert!(db.execute(put, ("b", 1, "poem")).is_err(), "another kind is still none");
        assert!(db.execute(put, ("a", 1, "record")).is_err(), "a key is still there once");
    }
}
