//! The layout of the personal database and how a connection is set up for it.

use super::fault::fault;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{M, Migrations};
use std::path::Path;
use std::time::Duration;

/// The layout this program writes: how many steps lead to it.
pub const VERSION: u32 = 2;

const STEPS: [M<'static>; VERSION as usize] = [
    M::up(include_str!("migrations/01-personal.sql")),
    M::up(include_str!("migrations/02-workshops.sql")),
];

/// The mark in the file's head that says whose it is, as the first step sets it.
const APPLICATION: u32 = 0x4852_4350;

/// How long a connection waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// Files above this are not read through at every start.
const CHECKED_AT_START: u64 = 32 << 20;

/// A connection that may write to the file, which is there.
pub fn connect(file: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let doing = "opening the personal data";
    let connection = Connection::open_with_flags(file, flags).map_err(fault(doing))?;
    connection.busy_timeout(PATIENCE).map_err(fault(doing))?;
    let set =
        |name: &str, value: &str| connection.pragma_update(None, name, value).map_err(fault(doing));
    // What is deleted is overwritten, and nothing is sorted into a file elsewhere.
    set("secure_delete", "ON")?;
    set("temp_store", "MEMORY")?;
    set("journal_mode", "WAL")?;
    // FULL: what was said to be kept is on the disk, whenever the power goes.
    set("synchronous", "FULL")?;
    set("foreign_keys", "ON")?;
    Ok(connection)
}

/// The layout of the file that is there; 0 for one that was only begun. Errs with
/// `personal_damaged` when it is no database of ours, and `personal_newer`, leaving it as it is.
pub fn examine(file: &Path) -> Result<u32> {
    let doing = "looking at the personal data";
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags).map_err(fault(doing))?;
    connection.busy_timeout(PATIENCE).map_err(fault(doing))?;
    let number = |name: &str| -> Result<u32> {
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(fault(doing))
    };
    let version = number("user_version")?;
    let application = number("application_id")?;
    let tables: u32 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(fault(doing))?;
    if (version > 0 || tables > 0) && application != APPLICATION {
        return Err(Error::new(ErrorCode::PersonalDamaged, "it is another program's database"));
    }
    if version > VERSION {
        let sentence = format!("its layout is {version}, this program knows {VERSION}");
        return Err(Error::new(ErrorCode::PersonalNewer, sentence));
    }
    if file.metadata().is_ok_and(|meta| meta.len() <= CHECKED_AT_START) {
        let verdict: String = connection
            .query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
            .map_err(fault("checking the personal data"))?;
        if verdict != "ok" {
            return Err(Error::new(ErrorCode::PersonalDamaged, verdict));
        }
    }
    Ok(version)
}

/// Whether this is a database of ours, as far as can be read.
pub fn is_ours(connection: &Connection) -> bool {
    let mark = connection.pragma_query_value(None, "application_id", |row| row.get::<_, u32>(0));
    mark.is_ok_and(|mark| mark == APPLICATION)
}

/// Brings the layout up to date.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    Migrations::from_slice(&STEPS).to_latest(connection).map_err(|cause| match cause {
        rusqlite_migration::Error::RusqliteError { err, .. } => {
            fault("bringing the personal data up to date")(err)
        }
        other => Error::new(ErrorCode::PersonalDamaged, format!("the layout: {other}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid_sql_one_after_the_other() {
        let checked = Migrations::from_slice(&STEPS).validate();
        assert!(checked.is_ok(), "personal data of any earlier version must open: {checked:?}");
    }

    #[test]
    fn the_first_step_says_whose_file_it_is() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        let mark: u32 =
            connection.pragma_query_value(None, "application_id", |row| row.get(0)).unwrap();
        assert_eq!(mark, APPLICATION, "else every file would count as another program's");
    }
}
