//! The database's layout, and how a connection is set up for it.

use super::fault::fault;
use hrc_domain::error::Result;
use hrc_domain::{Error, ErrorCode};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use std::fs::OpenOptions;
use std::path::Path;
use std::time::Duration;

/// How a file of any earlier layout becomes one of the newest.
const STEPS: [M<'static>; 5] = [
    M::up(include_str!("migrations/01-members.sql")),
    M::up(include_str!("migrations/02-questions.sql")),
    M::up(include_str!("migrations/03-bell.sql")),
    M::up(include_str!("migrations/04-accounts.sql")),
    M::up(include_str!("migrations/05-desk.sql")),
];

/// How long a connection waits for another one's transaction.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to the file, which is made where there is none, for its owner alone.
pub fn connect(file: &Path) -> Result<Connection> {
    make_private(file)?;
    let mut connection = Connection::open(file).map_err(fault("opening the database"))?;
    connection.busy_timeout(PATIENCE).map_err(fault("setting up the database"))?;
    // WAL: commands read and write while the server runs. FULL: what was acknowledged is there after
    // a power cut; a revocation above all.
    // SECURE_DELETE: what was deleted is overwritten.
    for (name, value) in [
        ("journal_mode", "WAL"),
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        ("secure_delete", "ON"),
    ] {
        connection.pragma_update(None, name, value).map_err(fault("setting up the database"))?;
    }
    Migrations::from_slice(&STEPS).to_latest(&mut connection).map_err(|cause| match cause {
        rusqlite_migration::Error::RusqliteError { err, .. } => {
            fault("bringing the database up to date")(err)
        }
        rusqlite_migration::Error::MigrationDefinition(_) => {
            let sentence = format!("{} was written by a newer hrc-server", file.display());
            Error::new(ErrorCode::InvalidInput, sentence)
        }
        other => Error::new(ErrorCode::Io, format!("{}: {other}", file.display())),
    })?;
    Ok(connection)
}

/// Makes the file, where there is none, before SQLite would for everybody to read. What SQLite keeps
/// beside it has the same permissions.
pub fn make_private(file: &Path) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let made = options.open(file);
    made.map(drop).map_err(|cause| Error::io("making the database", &cause))
}

/// Empties the journal beside the file, so that what was deleted is in neither.
pub fn empty_journal(connection: &Connection) -> Result<()> {
    let failed = fault("emptying the journal");
    let is_busy: i64 = connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
        .map_err(&failed)?;
    if is_busy == 0 {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Busy, "somebody reads what was deleted: it goes with the next try"))
}

/// Writes the database, as it is at one moment, to a new file.
pub fn copy(connection: &Connection, to: &Path) -> Result<()> {
    let name = to.to_str().ok_or_else(|| {
        Error::new(ErrorCode::InvalidInput, format!("{} is no text", to.display()))
    })?;
    // SQLite fills an empty file that is there, and so keeps its permissions.
    make_private(to)?;
    connection.execute("VACUUM INTO ?1", [name]).map(drop).map_err(fault("copying the database"))
}

/// An instant as it is kept.
pub fn instant(seconds: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_second(seconds)
        .map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, seconds))
}

/// The same where there may be none.
pub fn maybe_instant(seconds: Option<i64>) -> rusqlite::Result<Option<Timestamp>> {
    seconds.map(instant).transpose()
}

/// The day of an instant, as days since 1970.
pub fn day_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(86_400)
}

/// A day as it is kept.
pub fn maybe_day(days: Option<i64>) -> rusqlite::Result<Option<Date>> {
    let date = |days: i64| {
        let midnight = instant(days.saturating_mul(86_400))?;
        Ok(midnight.to_zoned(jiff::tz::TimeZone::UTC).date())
    };
    days.map(date).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_valid_sql_one_after_the_other() {
        let checked = Migrations::from_slice(&STEPS).validate();
        assert!(checked.is_ok(), "a file of any earlier layout must open: {checked:?}");
    }

    #[test]
    fn the_trail_can_neither_be_changed_nor_cut() {
        let dir = tempfile::tempdir().unwrap();
        let connection = connect(&dir.path().join("server.sqlite")).unwrap();
        connection
            .execute("INSERT INTO trail (at, actor, deed, subject) VALUES (0, 'a', 'b', 'c')", [])
            .unwrap();
        for change in ["UPDATE trail SET actor = 'x'", "DELETE FROM trail"] {
            let refused = connection.execute(change, []).unwrap_err().to_string();
            assert!(refused.contains("only grows"), "{change}: {refused}");
        }
    }
}
