//! The audit trail's table, which only grows.

use super::fault::fault;
use super::schema::instant;
use crate::store::{Deed, Trace};
use hrc_domain::error::Result;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

fn read(row: &Row<'_>) -> rusqlite::Result<Trace> {
    Ok(Trace {
        sequence: row.get::<_, i64>(0)?.unsigned_abs(),
        at: instant(row.get(1)?)?,
        actor: row.get(2)?,
        deed: row.get(3)?,
        subject: row.get(4)?,
    })
}

/// Adds a line.
pub fn add(
    connection: &Connection,
    actor: &str,
    deed: Deed,
    subject: &str,
    now: Timestamp,
) -> Result<()> {
    let values = params![now.as_second(), actor, deed.as_str(), subject];
    let sql = "INSERT INTO trail (at, actor, deed, subject) VALUES (?1, ?2, ?3, ?4)";
    connection.execute(sql, values).map(drop).map_err(fault("adding to the audit trail"))
}

/// So many lines after this one.
pub fn after(connection: &Connection, sequence: u64, most: u32) -> Result<Vec<Trace>> {
    let failed = fault("reading the audit trail");
    let sql = "SELECT sequence, at, actor, deed, subject FROM trail WHERE sequence > ?1 \
               ORDER BY sequence LIMIT ?2";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    // SQLite counts to 2^63.
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![sequence, most], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// So many lines before this one, the newest first.
pub fn before(connection: &Connection, sequence: u64, most: u32) -> Result<Vec<Trace>> {
    let failed = fault("reading the audit trail");
    let sql = "SELECT sequence, at, actor, deed, subject FROM trail WHERE sequence < ?1 \
               ORDER BY sequence DESC LIMIT ?2";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let sequence = i64::try_from(sequence).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![sequence, most], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}

/// The last line of this deed.
pub fn last(connection: &Connection, deed: Deed) -> Result<Option<Trace>> {
    let sql = "SELECT sequence, at, actor, deed, subject FROM trail WHERE deed = ?1 \
               ORDER BY sequence DESC LIMIT 1";
    let found = connection.query_row(sql, [deed.as_str()], read).optional();
    found.map_err(fault("reading the audit trail"))
}

/// The last line of this deed on this thing, before this one.
pub fn last_on(
    connection: &Connection,
    deed: Deed,
    subject: &str,
    before: u64,
) -> Result<Option<Trace>> {
    let sql = "SELECT sequence, at, actor, deed, subject FROM trail WHERE subject = ?1 AND deed = ?2 \
               AND sequence < ?3 ORDER BY sequence DESC LIMIT 1";
    let before = i64::try_from(before).unwrap_or(i64::MAX);
    let found = connection.query_row(sql, params![subject, deed.as_str(), before], read).optional();
    found.map_err(fault("reading the audit trail"))
}

/// Until where a thing has come: its last line's sequence, 0 where there is none.
pub fn stand(connection: &Connection, subject: &str) -> Result<u64> {
    let sql = "SELECT coalesce(max(sequence), 0) FROM trail WHERE subject = ?1";
    let read = connection.query_row(sql, [subject], |row| row.get::<_, i64>(0));
    read.map(i64::unsigned_abs).map_err(fault("reading the audit trail"))
}

/// What was done to one thing, the oldest first.
pub fn of(connection: &Connection, subject: &str) -> Result<Vec<Trace>> {
    let failed = fault("reading the audit trail");
    let sql = "SELECT sequence, at, actor, deed, subject FROM trail WHERE subject = ?1 \
               ORDER BY sequence";
    let mut statement = connection.prepare_cached(sql).map_err(&failed)?;
    let rows = statement.query_map([subject], read).map_err(&failed)?;
    rows.collect::<rusqlite::Result<_>>().map_err(&failed)
}
